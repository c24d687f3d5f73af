package io.pg2any.it;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.pg2any.app.check.Check;
import io.pg2any.app.check.Findings;
import io.pg2any.destination.Remark;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that look at a source beside a stream. */
class CommandsIT {

    private static ChildProcess run(Scenario it, Map<String, String> environment, String... arguments) {
        return it.owns(ChildProcess.start("128m", environment, arguments));
    }

    /** What the source holds does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void aSlotIsListedAndDroppedButNotWhileAStreamUsesIt(Scenario it) throws Exception {
        it.source("CREATE TABLE t (id int PRIMARY KEY)");
        it.follow();
        Map<String, String> source = Map.of("CDC_SOURCE_CONNECTION_STRING", it.source().url());
        ChildProcess list = run(it, source, "slot", "list", "--json");
        ChildProcess inUse = run(it, source, "slot", "drop", it.source().slot(), "--yes");
        assertThat(list.awaitExit()).as(list::output).isZero();
        JsonNode slots = JsonMapper.shared().readTree(list.output());
        JsonNode ours = slots.valueStream().filter(slot -> slot.get("name").asString().equals(it.source().slot())).findFirst().orElseThrow();
        assertThat(ours.get("active").asBoolean()).isTrue();
        assertThat(ours.get("plugin").asString()).isEqualTo("pgoutput");
        assertThat(ours.get("wal_status").asString()).isEqualTo("reserved");
        assertThat(ours.get("retained_bytes").asLong()).isNotNegative();
        assertThat(inUse.awaitExit()).isEqualTo(2);
        assertThat(inUse.output()).contains("slot-in-use", "pg_terminate_backend(" + ours.get("active_pid").asLong() + ")");
        it.stop();
        ChildProcess unasked = run(it, source, "slot", "drop", it.source().slot());
        assertThat(unasked.awaitExit()).as(unasked::output).isEqualTo(2);
        assertThat(unasked.output()).contains("not-confirmed", "--yes");
        ChildProcess drop = run(it, source, "slot", "drop", it.source().slot(), "--yes");
        assertThat(drop.awaitExit()).as(drop::output).isZero();
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'")).isEqualTo("0");
    }

    /** What the source tells does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void changesAreToldWithoutTouchingTheStreamAndNothingIsLeftBehind(Scenario it) throws Exception {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "CREATE TABLE u (id int PRIMARY KEY)");
        it.follow();
        it.caughtUp();
        String before = it.source().value("SELECT count(*) FROM pg_replication_slots");
        ChildProcess tail = run(it, Map.of(), "tail", "--source", it.source().url(), "--publication", it.source().publication(), "--tables", "t", "--json", "--count", "4");
        Await.until("it has a slot", () -> it.source().value("SELECT count(*) FROM pg_replication_slots WHERE temporary AND active AND database = '" + it.source().name() + "'").equals("1"));
        it.source("INSERT INTO t VALUES (1, 'a \"quoted\" one')", "INSERT INTO u VALUES (1)", "UPDATE t SET s = NULL", "UPDATE t SET id = 2", "DELETE FROM t");
        assertThat(tail.awaitExit()).as(tail::output).isZero();
        List<JsonNode> lines = tail.output().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(lines).extracting(line -> line.get("kind").asString()).containsExactly("insert", "update", "update", "delete");
        assertThat(lines.get(0).get("new").get("s").asString()).isEqualTo("a \"quoted\" one");
        assertThat(lines.get(1).get("new").get("s").isNull()).isTrue();
        assertThat(lines.get(2).get("old").get("id").asString()).isEqualTo("1");
        assertThat(lines.get(3).get("old").get("id").asString()).isEqualTo("2");
        Await.until("its slot is gone", () -> it.source().value("SELECT count(*) FROM pg_replication_slots").equals(before));
        it.assertEqual();
        it.stop();
        String held = it.source().confirmed(it.source().slot()).toString();
        it.source("INSERT INTO t VALUES (5, 'while nobody follows')");
        ChildProcess again = run(it, Map.of(), "tail", "--source", it.source().url(), "--publication", it.source().publication(), "--slot", it.source().slot(), "--from", held, "--count", "1");
        ChildProcess gone = run(it, Map.of(), "tail", "--source", it.source().url(), "--publication", it.source().publication(), "--slot", it.source().slot(), "--from", "0/1");
        assertThat(again.awaitExit()).as(again::output).isZero();
        assertThat(again.output()).contains("insert", "public.t", "id=5", "'while nobody follows'");
        assertThat(gone.awaitExit()).as(gone::output).isEqualTo(5);
        assertThat(gone.output()).contains("position-gone", held);
        it.restart();
        it.assertEqual();
    }

    @EachTarget({TargetKind.MYSQL, TargetKind.MARIADB, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB})
    void checkFindsEverythingAtOnceAndLeavesNothingBehind(Scenario it) {
        it.source("CREATE TABLE fine (id int PRIMARY KEY)", "CREATE TABLE keyless (a int)", "CREATE UNLOGGED TABLE fleeting (a int)", "CREATE VIEW seen AS SELECT 1 AS one",
                "CREATE TABLE loose (id int PRIMARY KEY, n double precision)", "CREATE TABLE there (id int PRIMARY KEY)", "CREATE TABLE hidden (id int PRIMARY KEY)",
                "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                "CREATE ROLE " + it.source().name() + "_weak LOGIN", "GRANT SELECT ON fine, keyless, loose, there, hidden TO " + it.source().name() + "_weak");
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "there") + " (id int PRIMARY KEY)", "INSERT INTO " + it.target().nameOf("public", "there") + " VALUES (1)");
        Findings good = Check.of(it.config().tables(List.of("fine", "loose")).build());
        Findings bad = Check.of(it.config().sourceConnectionString(it.source().url(it.source().name() + "_weak", it.source().server().port())).build());
        Findings noSource = Check.of(it.config().sourceConnectionString(it.source().url("postgres", 1)).build());
        assertThat(good.count(Remark.Level.FAIL)).as(told(good)).isZero();
        assertThat(told(good)).contains("exactly once", "it will be created");
        assertThat(bad.count(Remark.Level.FAIL)).as(told(bad)).isPositive();
        assertThat(told(bad)).contains("lacks REPLICATION", "may not create one", "public.keyless: it has no replica identity", "public.fleeting: each is an unlogged table",
                "public.seen: each is a view", "public.hidden: row security hides rows", "public.it_marker: the user may not read it", "it holds rows already");
        assertThat(told(noSource)).contains("cannot be reached", "the user may create, write to, read and drop tables");
        assertThat(it.source().value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots WHERE database = '" + it.source().name() + "'")).isEqualTo("0");
        it.source("DROP OWNED BY " + it.source().name() + "_weak", "DROP ROLE " + it.source().name() + "_weak");
        it.follow(config -> config.tables(List.of("fine", "loose", "it_marker")));
        it.stop();
        Findings again = Check.of(it.config().tables(List.of("fine", "loose", "it_marker")).build());
        assertThat(again.count(Remark.Level.FAIL)).as(told(again)).isZero();
        assertThat(told(again)).contains("a run goes on from", "there and free");
    }

    private static String told(Findings findings) {
        return Stream.of(Findings.Group.values()).flatMap(group -> findings.of(group).stream())
                .map(remark -> remark.level() + " " + remark.subject() + ": " + remark.message() + " " + remark.remedy()).collect(Collectors.joining("\n"));
    }

    /** What the process prints and ends with does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void theExitCodeOfCheckSaysWhetherItCanRun(Scenario it) throws Exception {
        ChildProcess good = run(it, Map.of(), "check", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(), "--json");
        ChildProcess bad = run(it, Map.of(), "check", "--source", it.source().url("postgres", 1), "--destination", it.target().url());
        assertThat(good.awaitExit()).as(good::output).isZero();
        String json = good.output().substring(good.output().indexOf('{')); // the harness hears standard error too, where a driver may have logged before
        assertThat(JsonMapper.shared().readTree(json).get("ok").asBoolean()).isTrue();
        assertThat(bad.awaitExit()).as(bad::output).isEqualTo(2);
        assertThat(bad.output()).contains("FAIL", "1 failure");
    }
}
