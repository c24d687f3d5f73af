package io.pg2any.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.EventType;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.Origins;

import static org.assertj.core.api.Assertions.assertThat;

/** Every major version of the source, every version of the protocol that it speaks, text and binary: the same target. */
class VersionsIT {

    private static final String COLUMNS = "(id int PRIMARY KEY, n numeric(12, 3), d timestamptz, b bytea, j jsonb, a text[], f double precision, s text, big text)";

    private static int newestProtocol(int server) {
        return Math.min(4, server - 12);
    }

    /** What is done to a table: the same for each, and a part of it is streamed before it commits. */
    private static String[] changes(String table) {
        return new String[] {
            "INSERT INTO " + table + " SELECT i, i / 8.0, '2024-02-29 12:34:56.789+05:30'::timestamptz + i * interval '1 day', decode(repeat(to_hex(i % 256), 2), 'escape'),"
                    + " jsonb_build_object('i', i, 's', 'ä\"'), ARRAY['a', NULL, i::text], i / 3.0, 's' || i, repeat('big', 1000) FROM generate_series(1, 50) i",
            "UPDATE " + table + " SET s = 'changed' WHERE id % 2 = 0", "UPDATE " + table + " SET id = id + 1000 WHERE id % 10 = 0", "DELETE FROM " + table + " WHERE id % 7 = 0",
            "BEGIN", "INSERT INTO " + table + " (id, s) SELECT i, 'streamed ' || i FROM generate_series(10001, 12000) i", "SAVEPOINT a",
            "DELETE FROM " + table + " WHERE id < 11000", "ROLLBACK TO a", "UPDATE " + table + " SET f = id / 7.0 WHERE id > 11500", "COMMIT",
            "BEGIN", "INSERT INTO " + table + " (id) SELECT i FROM generate_series(20001, 23000) i", "ROLLBACK",
            "BEGIN", "UPDATE " + table + " SET n = 0.125 WHERE id = 1", "PREPARE TRANSACTION '" + table + "'", "COMMIT PREPARED '" + table + "'"
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyProtocolInTextAndBinaryGivesTheSameTarget(int version) {
        try (PostgresServer server = PostgresServer.start(version, Map.of()); Scenario it = new Scenario(TargetKind.SQLITE, server)) {
            assertThat(it.source().value("SHOW server_version")).startsWith(version + ".");
            refusesWhatIsNotThere(it, version);
            List<String> tables = new ArrayList<>();
            it.source("CREATE TABLE copied " + COLUMNS);
            it.source(changes("copied"));
            play(it, tables, "by_default", config -> config);
            for (int protocol = 1; protocol <= newestProtocol(version); protocol++) {
                int asked = protocol;
                for (boolean binary : List.of(false, true)) {
                    boolean twoPhase = protocol >= 3 && binary;
                    play(it, tables, "protocol_" + protocol + (binary ? "_binary" : "_text"),
                            config -> config.protocolVersion(asked).binaryFormat(binary).twoPhase(twoPhase));
                }
            }
            it.equality().check();
            String copied = content(it, "copied");
            for (String table : tables) {
                assertThat(content(it, table)).as(table).isEqualTo(copied);
            }
        }
    }

    private static void play(Scenario it, List<String> tables, String table, UnaryOperator<Config.Builder> settings) {
        it.source("CREATE TABLE " + table + " " + COLUMNS);
        tables.add(table);
        Stream stream = it.follow(settings);
        it.source(changes(table));
        it.caughtUp();
        boolean streams = !table.startsWith("protocol_1");
        assertThat(stream.recorder().events(EventType.STREAM_COMMIT) > 0).as("streamed " + table).isEqualTo(streams);
        it.stop();
    }

    /** Everything, and the form in which the target keeps it. */
    private static String content(Scenario it, String table) {
        String cells = List.of("id", "n", "d", "b", "j", "a", "f", "s", "big").stream().map(column -> "typeof(" + column + "), hex(" + column + ")")
                .reduce((a, b) -> a + ", " + b).orElseThrow();
        return it.target().value("SELECT group_concat(concat_ws(' ', " + cells + ") ORDER BY id) FROM " + table);
    }

    /** Before anything is done. */
    private static void refusesWhatIsNotThere(Scenario it, int version) {
        if (version < 16) {
            refused(it, config -> config.protocolVersion(newestProtocol(version) + 1), "--protocol-version");
            refused(it, config -> config.origins(Origins.NONE), "--origin");
        }
        if (version < 15) {
            refused(it, config -> config.twoPhase(true), "--two-phase");
        }
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(it.source().value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
    }

    private static void refused(Scenario it, UnaryOperator<Config.Builder> settings, String flag) {
        CdcException refusal = it.failure(settings);
        assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(refusal.explain()).contains("source-version", "since PostgreSQL", flag);
    }
}
