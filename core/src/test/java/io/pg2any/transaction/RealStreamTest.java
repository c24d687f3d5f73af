package io.pg2any.transaction;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.EventType;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.protocol.MessageParser;
import io.pg2any.type.PgType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** The same work of a real server, decoded in every way that it offers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealStreamTest {

    private static final Map<String, List<Integer>> KEYS =
            Map.of("plain", List.of(2, 0), "whole", List.of(0), "chosen", List.of(1), "keyless", List.of());

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private Connection connection;
    private Statement statement;
    private Random random;
    private long seed;
    private final Set<EventType> seen = EnumSet.noneOf(EventType.class);

    @BeforeAll
    void work() throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on") // decoding reads only what is flushed
                .setServerConfig("max_prepared_transactions", "100")
                .start();
        connection = server.getPostgresDatabase().getConnection();
        statement = connection.createStatement();
        for (String table : SourceWorkload.TABLES) {
            statement.execute(table);
        }
        statement.execute("create publication everything for all tables");
        statement.execute("select pg_create_logical_replication_slot('one_phase', 'pgoutput', false, false)");
        statement.execute("select pg_create_logical_replication_slot('two_phases', 'pgoutput', false, true)");
        seed = Long.getLong("pg2any.seed", System.nanoTime());
        random = new Random(seed);
        try (Connection one = server.getPostgresDatabase().getConnection();
                Connection two = server.getPostgresDatabase().getConnection();
                Connection three = server.getPostgresDatabase().getConnection()) {
            new SourceWorkload(random, List.of(one, two, three)).run(1500);
        }
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        connection.close();
        server.close();
    }

    @Test
    void theNetChangesOfARealStreamMakeTheTargetEqualToTheSource() throws SQLException {
        List<TransactionSlice> transactions = assemble("one_phase", "'proto_version', '1'", false);
        assertThat(transactions).hasSizeGreaterThan(20);
        TargetTables target = new TargetTables();
        for (int from = 0; from < transactions.size();) {
            int to = Math.min(transactions.size(), from + 1 + random.nextInt(8));
            target.apply(NetChanges.of(transactions.subList(from, to), RealStreamTest::schema));
            from = to;
        }
        for (String table : KEYS.keySet()) {
            assertThat(target.rows(new TableId("public", table)))
                    .as("%s with -Dpg2any.seed=%s", table, seed)
                    .containsExactlyInAnyOrderElementsOf(rows(table));
        }
    }

    @Test
    void aStreamedTransactionEqualsTheSameOneSentAtItsCommit() throws SQLException {
        List<String> plain = print(assemble("one_phase", "'proto_version', '1'", false));
        assertSame(print(assemble("one_phase", "'proto_version', '2', 'streaming', 'on'", true)), plain);
        assertSame(print(assemble("one_phase", "'proto_version', '4', 'streaming', 'parallel'", true)), plain);
        assertThat(seen).contains(EventType.STREAM_COMMIT, EventType.STREAM_ABORT);
    }

    @Test
    void aPreparedTransactionEqualsTheSameOneSentAtItsCommit() throws SQLException {
        List<String> plain = print(assemble("one_phase", "'proto_version', '1'", false));
        assertSame(print(assemble("two_phases", "'proto_version', '3'", false)), plain);
        assertSame(print(assemble("two_phases", "'proto_version', '4', 'streaming', 'parallel'", true)), plain);
        assertThat(seen).contains(
                EventType.PREPARE, EventType.STREAM_PREPARE, EventType.COMMIT_PREPARED, EventType.ROLLBACK_PREPARED);
    }

    private void assertSame(List<String> seen, List<String> expected) {
        for (int i = 0; i < Math.min(seen.size(), expected.size()); i++) {
            assertThat(seen.get(i)).as("transaction %s with -Dpg2any.seed=%s", i, seed).isEqualTo(expected.get(i));
        }
        assertThat(seen).as("with -Dpg2any.seed=%s", seed).hasSameSizeAs(expected);
    }

    private List<TransactionSlice> assemble(String slot, String options, boolean streaming) throws SQLException {
        List<TransactionSlice> out = new ArrayList<>();
        statement.execute("set debug_logical_replication_streaming = " + (streaming ? "immediate" : "buffered"));
        MessageParser parser = new MessageParser();
        try (TransactionAssembler assembler = new TransactionAssembler(
                        Lsn.ZERO, (table, xid) -> true, Long.MAX_VALUE, out::add, 20_000, directory, Long.MAX_VALUE);
                ResultSet messages = statement.executeQuery("select data from pg_logical_slot_peek_binary_changes('" + slot
                        + "', null, null, 'publication_names', 'everything', " + options + ")")) {
            while (messages.next()) {
                byte[] message = messages.getBytes(1);
                ChangeEvent event = parser.parse(message, 0, message.length);
                seen.add(event.type());
                assembler.accept(event);
            }
        }
        return out.stream().filter(transaction -> !transaction.changes().isEmpty()).toList();
    }

    private List<List<String>> rows(String table) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("select * from " + table)) {
            while (found.next()) {
                String[] row = new String[found.getMetaData().getColumnCount()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = found.getString(i + 1);
                }
                rows.add(Arrays.asList(row));
            }
        }
        return rows;
    }

    private static TableSchema schema(Relation relation) {
        List<ColumnSchema> shape =
                relation.columns().stream().map(column -> new ColumnSchema(column.name(), new PgType.Text("text"), true)).toList();
        List<Integer> key = KEYS.get(relation.table().table());
        return new TableSchema(relation.table(), new TargetName("", relation.table().table()), shape, key, key, relation.identity());
    }

    private static List<String> print(List<TransactionSlice> transactions) {
        return transactions.stream()
                .map(transaction -> transaction.commitLsn() + " " + transaction.endLsn() + " " + transaction.xid() + " "
                        + transaction.commitTime() + transaction.changes().stream().map(RealStreamTest::print).toList())
                .toList();
    }

    private static String print(Change change) {
        return switch (change) {
            case Insert insert -> "insert " + insert.relation().table() + print(insert.row());
            case Update update -> "update " + update.relation().table() + (update.old() == null ? "" : print(update.old()))
                    + update.oldIsFull() + print(update.row());
            case Delete delete -> "delete " + delete.relation().table() + delete.oldIsFull() + print(delete.old());
            case Truncate truncate -> "truncate " + truncate.relations().stream().map(Relation::table).toList();
        };
    }

    private static String print(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.isUnchanged(i) ? "~" : String.valueOf(row.text(i)))
                .map(text -> text.length() > 20 ? text.charAt(0) + "*" + text.length() : text)
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
