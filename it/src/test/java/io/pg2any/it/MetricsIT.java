package io.pg2any.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.StatusPage;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a process tells of itself over HTTP is what it did. Nothing here depends on the target. */
class MetricsIT {

    private static final String TOKEN = "a-token-of-the-test";

    private static ChildProcess run(Scenario it, String source, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("run", "--source", source, "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms", "--http", "127.0.0.1:0", "--watch-interval", "300ms"));
        arguments.addAll(List.of(more));
        return it.owns(ChildProcess.start("256m", Map.of("CDC_HTTP_TOKEN", TOKEN), arguments.toArray(String[]::new)));
    }

    private static void work(Scenario it) {
        it.source("CREATE TABLE a (id int PRIMARY KEY, s text)", "CREATE TABLE b (id int PRIMARY KEY)",
                "INSERT INTO a SELECT i, repeat('x', 50) FROM generate_series(1, 100) i", "INSERT INTO b SELECT generate_series(1, 10)", "ANALYZE");
    }

    @EachTarget(TargetKind.SQLITE)
    void everyMetricTellsWhatWasDone(Scenario it) throws IOException {
        work(it);
        ChildProcess child = run(it, it.source().url());
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        it.source("INSERT INTO a SELECT i, 'new' FROM generate_series(101, 103) i", "UPDATE a SET s = 'changed' WHERE id <= 2", "DELETE FROM a WHERE id = 9", "TRUNCATE b");
        it.caughtUp();
        Await.until("the commit is counted", () -> page.metric("pg2any_applied_changes_total{kind=\"truncate\",table=\"public.b\"}") == 1);
        Map<String, Double> now = page.metrics();
        flow(now);
        firstCopy(now);
        assertThat(now).containsEntry("pg2any_state{state=\"following\"}", 1.0).containsEntry("pg2any_state{state=\"copying\"}", 0.0)
                .containsEntry("pg2any_healthy", 1.0).containsEntry("pg2any_ready", 1.0).containsEntry("pg2any_paused", 0.0)
                .containsEntry("pg2any_retries_total", 0.0).containsEntry("pg2any_errors_total{kind=\"transient\"}", 0.0)
                .containsEntry("pg2any_missing_rows_total", 0.0)
                .containsEntry("pg2any_dead_letters_total", 0.0).containsEntry("pg2any_skipped_changes_total", 0.0).containsEntry("pg2any_queue_bytes", 0.0);
        assertThat(now.get("pg2any_queue_limit_bytes")).isGreaterThan(1 << 20);
        assertThat(now.keySet()).anyMatch(series -> series.startsWith("pg2any_build_info{version=")).anyMatch(series -> series.startsWith("jvm_memory_used_bytes"))
                .anyMatch(series -> series.startsWith("jvm_gc_collection_seconds_count"));
        idle(it, page);
        everythingServedIsLookedAtHere(page);
    }

    /** A metric that is new has to be asserted in this class. */
    private static void everythingServedIsLookedAtHere(StatusPage page) throws IOException {
        String tests = Files.readString(Path.of("src", "test", "java", "io", "pg2any", "it", "MetricsIT.java"));
        assertThat(page.get("metrics").body().lines().filter(line -> line.startsWith("# TYPE pg2any_")).map(line -> line.split(" ")[2]).toList())
                .hasSizeGreaterThan(35).allSatisfy(name -> assertThat(tests).contains("\"" + name));
    }

    @EachTarget(TargetKind.SQLITE)
    void theFirstCopysProgressIsToldTableByTable(Scenario it) {
        it.source("CREATE TABLE large (id int PRIMARY KEY, s text)", "INSERT INTO large SELECT i, repeat('x', 90) FROM generate_series(1, 20000) i", "ANALYZE large");
        ChildProcess child = run(it, it.source().url(), "--copy-rate", "300k", "--copy-parallelism", "1");
        StatusPage page = StatusPage.of(child);
        String rows = "pg2any_copy_rows{table=\"public.large\"}";
        Await.until("some of it is copied", () -> page.metrics().getOrDefault(rows, 0.0) > 0);
        Map<String, Double> now = page.metrics();
        assertThat(now.get(rows)).isBetween(1.0, 19_999.0);
        assertThat(now).containsEntry("pg2any_copy_estimated_rows{table=\"public.large\"}", 20_000.0).containsEntry("pg2any_copy_pending_tables{table=\"public.large\"}", 1.0)
                .containsEntry("pg2any_state{state=\"copying\"}", 1.0).containsEntry("pg2any_ready", 0.0).containsEntry("pg2any_healthy", 1.0);
        assertThat(now.get("pg2any_copied_rows_total")).isBetween(1.0, 19_999.0);
    }

    @EachTarget(TargetKind.SQLITE)
    void whatGoesWrongIsCounted(Scenario it) {
        work(it);
        ChildProcess child = run(it, it.source().url(), "--on-error", "dead-letter");
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        it.target().run("DELETE FROM a WHERE id = 50", "CREATE TRIGGER no BEFORE INSERT ON b WHEN NEW.id > 600 BEGIN SELECT RAISE(ABORT, 'no'); END");
        it.source("DELETE FROM a WHERE id = 50", "INSERT INTO b VALUES (666)");
        it.caughtUp();
        Await.until("the letter is counted", () -> page.metric("pg2any_dead_letters_total") == 1);
        assertThat(page.metric("pg2any_missing_rows_total")).isEqualTo(1);
        child.terminate();
        child.awaitExit();
        StatusPage again = StatusPage.of(run(it, it.source().url(), "--on-error", "skip"));
        it.source("INSERT INTO b VALUES (667)");
        it.caughtUp();
        Await.until("what is left out is counted", () -> again.metric("pg2any_skipped_changes_total") == 1);
    }

    @Test
    void whatTheSlotMayStillHoldIsToldAndWhenThatWillBeUsedUp() {
        try (PostgresServer server = PostgresServer.start(Map.of("max_slot_wal_keep_size", "1GB")); Scenario it = new Scenario(TargetKind.SQLITE, server)) {
            work(it);
            StatusPage page = StatusPage.of(run(it, it.source().url()));
            it.caughtUp();
            Await.until("what is left is told", () -> page.metrics().containsKey("pg2any_slot_safe_wal_bytes"));
            assertThat(page.metric("pg2any_slot_safe_wal_bytes")).isBetween(1.0, 2.0 * (1 << 30));
            assertThat(page.post("api/pause", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
            Await.until("the end is in sight", () -> {
                it.source("INSERT INTO a SELECT max(id) + 1, repeat(md5(random()::text), 5000) FROM a");
                return page.metrics().containsKey("pg2any_slot_lost_in_seconds");
            });
            assertThat(page.metric("pg2any_slot_lost_in_seconds")).isPositive();
        }
    }

    private static void flow(Map<String, Double> now) {
        assertThat(now).containsEntry("pg2any_applied_changes_total{kind=\"insert\",table=\"public.a\"}", 3.0)
                .containsEntry("pg2any_applied_changes_total{kind=\"update\",table=\"public.a\"}", 2.0)
                .containsEntry("pg2any_applied_changes_total{kind=\"delete\",table=\"public.a\"}", 1.0)
                .containsEntry("pg2any_received_changes_total{kind=\"insert\",table=\"public.a\"}", 3.0)
                .containsEntry("pg2any_received_changes_total{kind=\"truncate\",table=\"public.b\"}", 1.0)
                .containsEntry("pg2any_received_events_total{type=\"insert\"}", 3.0)
                .containsEntry("pg2any_received_events_total{type=\"delete\"}", 1.0);
        assertThat(now.get("pg2any_received_events_total{type=\"begin\"}")).isEqualTo(now.get("pg2any_received_events_total{type=\"commit\"}")).isGreaterThanOrEqualTo(5);
        assertThat(now.get("pg2any_received_transactions_total")).isEqualTo(now.get("pg2any_received_events_total{type=\"commit\"}"));
        assertThat(now.get("pg2any_applied_transactions_total")).isGreaterThanOrEqualTo(5);
        assertThat(now.get("pg2any_received_bytes_total")).isGreaterThan(500);
        assertThat(now.get("pg2any_applied_bytes_total")).isGreaterThan(10);
        double batches = now.get("pg2any_batch_changes_count");
        assertThat(batches).isBetween(1.0, 6.0);
        assertThat(now.get("pg2any_batch_changes_sum")).as("3 + 2 + 1 + 1 and the marks of the test")
                .isEqualTo(7 + now.get("pg2any_applied_changes_total{kind=\"update\",table=\"public.it_marker\"}"));
        assertThat(now).containsEntry("pg2any_batch_bytes_count", batches).containsEntry("pg2any_apply_duration_seconds_count", batches);
        assertThat(now.get("pg2any_batch_bytes_sum")).isEqualTo(now.get("pg2any_applied_bytes_total"));
        assertThat(now.get("pg2any_commit_duration_seconds_count")).isGreaterThanOrEqualTo(batches);
        assertThat(now.get("pg2any_latency_seconds_count")).isGreaterThanOrEqualTo(batches);
        assertThat(now.get("pg2any_parse_duration_seconds_count")).isGreaterThanOrEqualTo(1);
        assertThat(now.get("pg2any_lag_seconds")).isBetween(0.0, 10.0);
        assertThat(now.get("pg2any_reader_blocked_seconds_total")).isEqualTo(0);
        assertThat(now.get("pg2any_still_seconds")).isLessThan(10);
    }

    private static void firstCopy(Map<String, Double> now) {
        assertThat(now).containsEntry("pg2any_copied_rows_total", 111.0) // 100, 10 and the mark of the test
                .containsEntry("pg2any_copy_rows{table=\"public.a\"}", 100.0).containsEntry("pg2any_copy_estimated_rows{table=\"public.b\"}", 10.0)
                .containsEntry("pg2any_copy_pending_tables{table=\"public.a\"}", 0.0);
        assertThat(now.get("pg2any_copied_bytes_total")).isGreaterThan(5000);
    }

    /** While nothing happens, a probe goes through, and all positions meet. */
    private static void idle(Scenario it, StatusPage page) {
        double before = page.metric("pg2any_latency_seconds_count");
        Await.until("probes arrive", () -> page.metric("pg2any_latency_seconds_count") >= before + 2);
        assertThat(page.metric("pg2any_lag_seconds")).isBetween(0.0, 10.0);
        double end = it.source().end().value();
        Await.until("the slot is confirmed", () -> page.metric("pg2any_position_bytes{of=\"slot\"}") >= end);
        Map<String, Double> now = page.metrics();
        assertThat(now.get("pg2any_position_bytes{of=\"source\"}")).isGreaterThanOrEqualTo(end);
        assertThat(now.get("pg2any_position_bytes{of=\"target\"}")).isGreaterThanOrEqualTo(end);
        assertThat(now.get("pg2any_position_bytes{of=\"received\"}")).isGreaterThanOrEqualTo(end);
        assertThat(now).containsEntry("pg2any_slot_active", 1.0).containsEntry("pg2any_slot_lost", 0.0).doesNotContainKey("pg2any_slot_safe_wal_bytes");
        assertThat(now.get("pg2any_slot_retained_bytes")).isGreaterThan(0);
        assertThat(now.get("pg2any_slot_unconfirmed_bytes")).isLessThan(1 << 20);
        assertThat(now.get("pg2any_lag_bytes")).isCloseTo(0, within(1e6));
    }

    @EachTarget(TargetKind.SQLITE)
    void aPauseHoldsTheTargetStillAndOnlyTheTokenMayAskForIt(Scenario it) throws IOException {
        work(it);
        ChildProcess child = run(it, it.source().url(), "--ready-lag", "300ms");
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        assertThat(page.post("api/pause", "").statusCode()).isEqualTo(401);
        assertThat(page.post("api/pause", "Bearer not-the-token").statusCode()).isEqualTo(401);
        assertThat(page.get("api/pause").statusCode()).isEqualTo(405);
        assertThat(page.metric("pg2any_paused")).isZero();
        assertThat(page.statusFor("evil.example:" + page.port())).contains("421");
        assertThat(page.statusFor("localhost:" + page.port())).contains("200");

        assertThat(page.post("api/pause", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        it.source("INSERT INTO a VALUES (500, 'while paused')");
        Await.until("the lag grows", () -> page.metric("pg2any_lag_seconds") > 0.5);
        assertThat(page.metric("pg2any_paused")).isEqualTo(1);
        assertThat(it.target().value("SELECT count(*) FROM a WHERE id = 500")).isEqualTo("0");
        assertThat(page.get("health").statusCode()).isEqualTo(200);
        assertThat(page.get("ready").statusCode()).isEqualTo(503);
        assertThat(page.get("ready").body()).contains("it is paused").contains("behind the source");

        assertThat(page.post("api/resume", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        it.assertEqual();
        assertThat(page.post("api/pause", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        it.source("INSERT INTO a VALUES (501, 'while paused and stopped')");
        Await.until("it is in hand", () -> page.metric("pg2any_received_changes_total{kind=\"insert\",table=\"public.a\"}") >= 2);
        child.terminate();
        assertThat(child.awaitExit()).as(child::output).isZero();
        StatusPage again = StatusPage.of(run(it, it.source().url()));
        it.assertEqual();
        awaitReady(again);
        assertThat(again.post("api/log-level?level=debug", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(again.post("api/log-level?level=loud", "Bearer " + TOKEN).statusCode()).isEqualTo(400);
    }

    private static void awaitReady(StatusPage page) {
        Await.until("it is ready again", () -> page.get("ready").statusCode() == 200);
    }

    @EachTarget(TargetKind.SQLITE)
    void statusAsksTheRunningProcessAndWithoutOneBothEnds(Scenario it) {
        work(it);
        ChildProcess child = run(it, it.source().url());
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        Await.until("the slot was looked at", () -> page.get("api/status").body().contains("reserved"));
        String[] status = {"status", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(), "--http", "127.0.0.1:" + page.port()};
        ChildProcess running = it.owns(ChildProcess.start("128m", Map.of(), status));
        assertThat(running.awaitExit()).as(running::output).isZero();
        assertThat(running.output()).contains("following for", "health", "well", "reserved", "public.a", "100", "of log");
        child.terminate();
        child.awaitExit();
        ChildProcess without = it.owns(ChildProcess.start("128m", Map.of(), status));
        assertThat(without.awaitExit()).as(without::output).isEqualTo(3);
        assertThat(without.output()).contains("does not run", it.source().slot() + ", reserved", "confirmed up to " + it.source().confirmed(it.source().slot()),
                "stands at " + position(it), "behind");
        status[2] = it.source().url("postgres", 1);
        ChildProcess away = it.owns(ChildProcess.start("128m", Map.of("CDC_HEARTBEAT_INTERVAL", "1s"), status));
        assertThat(away.awaitExit()).as(away::output).isEqualTo(3);
        assertThat(away.output()).contains("does not run", "cannot be reached", "stands at " + position(it));
        assertThat(away.output().lines()).as("four lines and no log").hasSize(4);
    }

    private static String position(Scenario it) {
        return it.target().value("SELECT position FROM pg2any_checkpoint WHERE slot = '" + it.source().slot() + "'");
    }

    @EachTarget(TargetKind.SQLITE)
    void healthTurnsBadWithTheReasonWhileTheSourceIsAwayAndGoodAgainAfterwards(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        work(it);
        ChildProcess child = run(it, it.source().url("postgres", proxy.port()), "--unhealthy-after", "1s");
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        Await.until("it is ready", () -> page.get("ready").statusCode() == 200);
        proxy.refuse();
        Await.until("health is bad", () -> page.get("health").statusCode() == 503);
        assertThat(page.get("health").body()).contains("\"ok\":false").contains("nothing has reached the target").contains("source-");
        Map<String, Double> now = page.metrics();
        assertThat(now).containsEntry("pg2any_state{state=\"retrying\"}", 1.0).containsEntry("pg2any_healthy", 0.0).containsEntry("pg2any_ready", 0.0);
        assertThat(now.get("pg2any_errors_total{kind=\"transient\"}")).isGreaterThanOrEqualTo(1);
        assertThat(now.get("pg2any_retries_total")).isGreaterThanOrEqualTo(1);
        assertThat(page.get("api/status").body()).contains("Trying again");
        proxy.resume();
        it.source("INSERT INTO a VALUES (600, 'afterwards')");
        it.assertEqual();
        Await.until("health is good", () -> page.get("health").statusCode() == 200);
    }
}
