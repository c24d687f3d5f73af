package io.pg2any.destination;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import io.pg2any.destination.servers.OracleSchema;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deletes;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledIfEnvironmentVariable(named = OracleSchema.URL, matches = "oracle://.+",
        disabledReason = "SKIPPED: no Oracle Database; set " + OracleSchema.URL + " to oracle://system:password@host:port/service, with -Dmaven.test.additionalClasspath=/path/to/ojdbc17.jar")
final class OracleDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract {

    @Override
    public TestDatabase fresh() {
        return OracleDatabases.fresh();
    }

    @Override
    public String inSchema(String schema, String table) {
        OracleDatabases.dropAfterwards(schema);
        return schema + "." + table;
    }

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }

    @Override
    public String emptyText() {
        return "∅";
    }

    /** Of the names in the contract some have a quote inside. */
    @Test
    @Override
    public void oddNamesAreTakenAsTheyAre() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema impossible = table("a \"b\"", 1, column("id", INTEGER));
            assertThatThrownBy(() -> handler.prepare(impossible)).hasMessageContaining("Oracle allows none in names");
            TableSchema odd = table("Select `b` 100% — é", 2, column("order", INTEGER), column("it's `y`", new PgType.Varchar("character varying(9)", 9)), column("a.b?\\", TEXT), column("rowid", INTEGER));
            handler.prepare(odd);
            handler.apply(batch(upserts(odd, row("1", "k", "v", "2"))));
            handler.apply(batch(upserts(odd, row("1", "k", "w", "3"))));
            handler.commit(START);
            assertThat(database.query("SELECT \"ORDER\", \"it's `y`\", \"a.b?\\\", \"rowid\" FROM \"Select `b` 100% — é\"")).containsExactly("1|k|w|3");
        }
    }

    @Test
    void emptyValuesAreNullAndAnErrorInAKey() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema notes = table("notes", 1, column("k", TEXT), new ColumnSchema("v", TEXT, false), new ColumnSchema("b", PgType.Simple.BYTEA, false));
            handler.prepare(notes);
            handler.apply(batch(upserts(notes, row("a", "", "\\x"))));
            handler.commit(START);
            assertThat(database.query("SELECT k, v, b FROM notes")).containsExactly("a|∅|∅");
            assertThatThrownBy(() -> handler.apply(batch(upserts(notes, row("", "x", "\\x00"))))).hasMessageContaining("takes for NULL");
        }
    }

    @Test
    void shortAndLongValuesGoInOneBatchAndAreReadBack() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema documents = table("documents", 1, column("id", INTEGER), column("body", TEXT), column("photo", PgType.Simple.BYTEA), column("title", new PgType.Varchar("character varying(1000)", 1000)));
            int[] lengths = {0, 1, 3_999, 4_001, 31_999, 32_001, 200_000, 5};
            List<Row> rows = IntStream.range(0, lengths.length * 50)
                    .mapToObj(i -> row("" + i, "ä".repeat(lengths[i % lengths.length]), "\\x" + "0f".repeat(lengths[i % lengths.length] / 2), "🎉".repeat(i % 1000))).toList();
            handler.apply(batch(new Step.NetRows(documents, List.of(), rows, rows.size(), List.of())));
            handler.apply(batch(upserts(documents, rows.toArray(Row[]::new))));
            handler.apply(batch(new Step.NetRows(documents, List.of(), rows, rows.size(), List.of())));
            handler.commit(START);
            assertThat(database.query("SELECT COUNT(*), SUM(DBMS_LOB.GETLENGTH(body)), SUM(DBMS_LOB.GETLENGTH(photo)), SUM(LENGTH(title)) FROM documents")).containsExactly(
                    rows.size() + "|" + 50 * IntStream.of(lengths).sum() + "|" + 50 * IntStream.of(lengths).map(n -> n / 2).sum() + "|" + IntStream.range(0, rows.size()).map(i -> i % 1000).sum());
            handler.apply(batch(updates(documents, row("6", Fixtures.UNCHANGED, Fixtures.UNCHANGED, "x")), deletes(documents, row("5", null, null, null))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
            assertThat(database.query("SELECT title, DBMS_LOB.GETLENGTH(body) FROM documents WHERE id = 6")).containsExactly("x|200000");
        }
    }

    @Test
    void everyFloatAndEveryMomentOfOraclesComesBack() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema values = table("vals", 1, column("id", INTEGER), column("d", PgType.Simple.DOUBLE), column("r", PgType.Simple.REAL), column("day", PgType.Simple.DATE),
                    column("at", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("u", PgType.Simple.UUID));
            String[][] rows = {
                {"1", "NaN", "NaN", "0044-03-15 BC", "0044-03-15 12:00:00.5+00 BC", "3f333df6-90a4-4fda-8dd3-9485d27cee36"}, {"2", "Infinity", "-Infinity", "9999-12-31", "9999-12-31 23:59:59.999999+00", null},
                {"3", "0.30000000000000004", "0.1", "1582-10-15", "1582-10-04 00:00:00+00", null}, {"4", "1e-300", "3.4028235e+38", "0001-01-01", "0001-01-01 00:00:00+00", null}
            };
            handler.apply(batch(upserts(values, IntStream.range(0, rows.length).mapToObj(i -> row(rows[i])).toArray(Row[]::new))));
            handler.commit(START);
            try (Inspector inspector = handler.inspect(Fixtures.STREAM).orElseThrow()) {
                List<Row> read = inspector.fetch(values, List.of(row(rows[0]), row(rows[1]), row(rows[2]), row(rows[3])));
                assertThat(read).hasSize(4).anySatisfy(row -> {
                    assertThat(row.text(1)).isEqualTo("NaN");
                    assertThat(row.text(3)).isEqualTo("0044-03-15 BC");
                    assertThat(row.text(4)).isEqualTo("0044-03-15 12:00:00.500000 BC");
                    assertThat(row.text(5)).isEqualTo("3f333df6-90a4-4fda-8dd3-9485d27cee36");
                }).anySatisfy(row -> assertThat(row.text(4)).isEqualTo("1582-10-04 00:00:00.000000"));
            }
        }
    }
}
