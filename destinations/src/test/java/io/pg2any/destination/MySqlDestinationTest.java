package io.pg2any.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.ordered;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledIfEnvironmentVariable(named = MySqlDatabases.MYSQL_URL, matches = "mysql://.+",
        disabledReason = "SKIPPED: no MySQL server; set " + MySqlDatabases.MYSQL_URL + " to mysql://user:password@host:port/database")
final class MySqlDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract, MySqlTypesContract, MySqlSessionContract {

    @Override
    public TestDatabase fresh() {
        return MySqlDatabases.onMySql();
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
    void aJsonColumnOfTheTargetTakesDocumentsWhoseNumbersItCanHold() {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE documents (id int PRIMARY KEY, d json, b blob)");
            database.execute("CREATE TABLE keyless (d json)");
            TableSchema documents = table("documents", 1, column("id", INTEGER), column("d", PgType.Simple.JSONB), column("b", PgType.Simple.BYTEA));
            TableSchema keyless = table("keyless", 0, column("d", PgType.Simple.JSONB));
            DestinationHandler handler = database.running();
            String held = "{\"a\": [1, 2.50, null, \"1.00000000000000000001\"], \"n\": 18446744073709551615, \"x\": 0.30000000000000004}";
            List<Row> rows = IntStream.range(0, 600).mapToObj(i -> row("" + i, held, "\\xff")).toList();
            handler.apply(batch(new Step.NetRows(documents, List.of(), rows, rows.size(), List.of()), upserts(documents, row("0", "\"t\"", null)),
                    ordered(keyless, inserted(keyless, held), inserted(keyless, "null"), inserted(keyless, (String) null)),
                    ordered(keyless, deleted(keyless, held), deleted(keyless, (String) null))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
            assertThat(database.query("SELECT d FROM keyless")).containsExactly("null");
            assertThat(database.query("SELECT d, HEX(b), count(*) FROM documents GROUP BY 1, 2 ORDER BY 3")).containsExactly("\"t\"|∅|1",
                    "{\"a\": [1, 2.5, null, \"1.00000000000000000001\"], \"n\": 18446744073709551615, \"x\": 0.30000000000000004}|FF|599");
            for (String beyond : List.of("18446744073709551616", "[1.00000000000000000001]", "{\"a\": -1e400}")) {
                assertThatThrownBy(() -> handler.apply(batch(upserts(documents, row("7", beyond, null))))).as(beyond)
                        .hasMessageContaining("column d").hasMessageContaining("id=7").hasMessageContaining("a number inside the document");
            }
        }
    }

    /** The driver has MySQL prepare a statement anew for each batch of executions. */
    @Test
    void longStatementsDoNotPileUpInTheServer() {
        try (TestDatabase database = fresh()) {
            List<ColumnSchema> columns = new ArrayList<>(List.of(column("id", INTEGER)));
            IntStream.range(0, 300).forEach(i -> columns.add(column("a_rather_long_column_name_number_" + i, INTEGER)));
            columns.add(column("large", TEXT));
            TableSchema wide = table("wide", 1, columns.toArray(ColumnSchema[]::new));
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(wide, wide("1", "large"), wide("2", "large"))));
            long before = prepared(database);
            for (int i = 0; i < 60; i++) {
                handler.apply(batch(updates(wide, wide("1", UNCHANGED), wide("2", UNCHANGED))));
            }
            assertThat(prepared(database) - before).isLessThan(40);
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
        }
    }

    private static Row wide(String id, String large) {
        String[] cells = new String[302];
        cells[0] = id;
        cells[301] = large;
        return row(cells);
    }

    private static long prepared(TestDatabase database) {
        String line = database.query("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'").getFirst();
        return Long.parseLong(line.substring(line.indexOf('|') + 1));
    }
}
