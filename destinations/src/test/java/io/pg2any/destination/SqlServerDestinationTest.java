package io.pg2any.destination;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import io.pg2any.destination.servers.SqlServerDatabase;
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

@EnabledIfEnvironmentVariable(named = SqlServerDatabase.URL, matches = "sqlserver://.+",
        disabledReason = "SKIPPED: no SQL Server; set " + SqlServerDatabase.URL + " to sqlserver://user:password@host:port/database")
final class SqlServerDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract {

    @Override
    public TestDatabase fresh() {
        return SqlServerDatabases.fresh();
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }

    @Test
    void aKeyThatCountsByItselfTakesTheSourcesNumbers() {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE counted (id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, s nvarchar(50), twice AS id * 2, version rowversion)");
            TableSchema counted = table("counted", 1, column("id", INTEGER), column("s", TEXT));
            DestinationHandler handler = database.running();
            List<Row> rows = IntStream.range(100, 700).mapToObj(i -> row("" + i, "s" + i)).toList();
            handler.apply(batch(upserts(counted, rows.toArray(Row[]::new)), upserts(counted, row("100", "changed"), row("7", "new"))));
            handler.apply(batch(updates(counted, row("101", "updated")), deletes(counted, row("102", null))));
            handler.commit(START);
            assertThat(database.query("SELECT id, s, twice FROM counted WHERE id < 103 ORDER BY id")).containsExactly("7|new|14", "100|changed|200", "101|updated|202");
            assertThat(database.query("SELECT count(*) FROM counted")).containsExactly("600");
        }
    }

    @Test
    void aKeyThatDiffersByBlanksAtItsEndAloneIsAnErrorAndTheOtherRowStays() {
        try (TestDatabase database = fresh()) {
            TableSchema words = table("words", 1, column("word", TEXT), column("n", INTEGER));
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(words, row("a", "1"), row("b ", "2"))));
            handler.commit(START);
            assertThatThrownBy(() -> handler.apply(batch(upserts(words, row("a ", "3"))))).hasMessageContaining("words");
            handler.rollback();
            handler.apply(batch(deletes(words, row("b", null), row("a ", null)), updates(words, row("b ", "4"))));
            handler.commit(START);
            assertThat(handler.missingRows()).isEqualTo(2);
            assertThat(database.query("SELECT word, n FROM words ORDER BY n")).containsExactly("a|1", "b |4");
        }
    }

    @Test
    void oneByOneAndByBulkCopyTheSameIsStored() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            ColumnSchema[] columns = {
                column("id", INTEGER), column("t", TEXT), column("v", new PgType.Varchar("character varying(20)", 20)), column("b", PgType.Simple.BYTEA),
                column("at", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("day", PgType.Simple.DATE),
                column("tm", new PgType.Time("time(6) without time zone", 6, false)), column("p", new PgType.Numeric("numeric(38,10)", 38, 10)),
                column("r", PgType.Simple.REAL), column("d", PgType.Simple.DOUBLE), column("u", PgType.Simple.UUID), column("ok", PgType.Simple.BOOLEAN),
                column("s", PgType.Simple.SMALLINT), column("l", PgType.Simple.BIGINT)
            };
            String[] cells = {
                null, "日本 🎉 ", "ä ", "\\x00ff00", "0001-01-01 00:00:00.000001+00", "9999-12-31", "23:59:59.999999", "-1234567890123456789012345678.0123456789", "0.1",
                "0.30000000000000004", "3f333df6-90a4-4fda-8dd3-9485d27cee36", "t", "-32768", "9223372036854775807"
            };
            for (String name : List.of("few", "many")) {
                TableSchema table = table(name, 1, columns);
                List<Row> rows = IntStream.range(0, name.equals("few") ? 3 : 600).mapToObj(i -> {
                    String[] row = i % 3 == 2 ? new String[cells.length] : cells.clone();
                    row[0] = "" + i;
                    return row(row);
                }).toList();
                handler.apply(batch(upserts(table, rows.toArray(Row[]::new))));
            }
            handler.commit(START);
            String stored = "SELECT t, DATALENGTH(t), v, DATALENGTH(v), b, at, day, tm, p, r, d, u, ok, s, l FROM ";
            assertThat(database.query(stored + "many WHERE id < 3 ORDER BY id")).isEqualTo(database.query(stored + "few ORDER BY id"));
        }
    }
}
