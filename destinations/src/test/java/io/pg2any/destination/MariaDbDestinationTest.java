package io.pg2any.destination;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class MariaDbDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract, MySqlTypesContract, MySqlSessionContract {

    @Override
    public TestDatabase fresh() {
        return MySqlDatabases.onMariaDb();
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }

    /** The server takes 16 MB at once. */
    @Test
    void aRowThatIsLargerThanThePacketIsRefusedByNameAndOneThatIsNotArrives() {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema large = table("large", 1, column("id", INTEGER), column("t", TEXT), column("b", PgType.Simple.BYTEA));
            handler.apply(batch(upserts(large, row("1", "a".repeat(16_700_000), null), row("2", null, "\\x" + "00".repeat(16_700_000)))));
            handler.commit(START);
            assertThat(database.query("SELECT LENGTH(t), LENGTH(b) FROM large ORDER BY id")).containsExactly("16700000|∅", "∅|16700000");
            assertThatThrownBy(() -> handler.apply(batch(upserts(large, row("1", "small", null), row("3", "a".repeat(16_777_216), null)))))
                    .isInstanceOfSatisfying(CdcException.class, e -> {
                        assertThat(e.code()).isEqualTo("row-too-large");
                        assertThat(e.explain()).contains("id=3", "max_allowed_packet");
                    });
        }
    }
}
