package io.pg2any.destination;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Tables are made where they are missing, used where they fit, and refused with every difference where they do not. */
public interface PreparationContract {

    TestDatabase fresh() throws Exception;

    /** How a table of another schema is named in a query. */
    String inSchema(String schema, String table);

    @Test
    default void aMissingTableIsMadeWithKeyAndNotNull() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema strict = table("strict", 1, column("id", INTEGER), new ColumnSchema("name", TEXT, false));
            handler.prepare(strict);
            assertThat(handler.isEmpty(strict)).isTrue();
            database.execute("INSERT INTO strict (id, name) VALUES (1, 'a')");
            assertThatThrownBy(() -> database.execute("INSERT INTO strict (id, name) VALUES (1, 'b')"));
            assertThatThrownBy(() -> database.execute("INSERT INTO strict (id, name) VALUES (2, NULL)"));
        }
    }

    @Test
    default void preparingAgainChangesNothing() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "Ann", null))));
            handler.prepare(people());
            handler.prepare(table("more", 1, column("id", INTEGER)));
            handler.apply(batch(upserts(people(), row("2", "Bob", null))));
            handler.commit(START);
            assertThat(database.query("SELECT id FROM people ORDER BY id")).containsExactly("1", "2");
            assertThat(database.query("SELECT id FROM more")).isEmpty();
        }
    }

    @Test
    default void preparingDoesNotDisturbTheOpenTransaction() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "Ann", null))));
            handler.prepare(table("more", 1, column("id", INTEGER)));
            handler.close();
            assertThat(database.query("SELECT id FROM people")).isEmpty();
        }
    }

    @Test
    default void anExistingTableOfAnotherColumnOrderAndMoreColumnsIsUsed() throws Exception {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE people (extra varchar(10), email varchar(50), name varchar(50), id bigint NOT NULL PRIMARY KEY)");
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
            handler.commit(START);
            assertThat(database.query("SELECT id, name, email, extra FROM people")).containsExactly("1|Ann|a@x|∅");
        }
    }

    @Test
    default void anUnfitTableIsRefusedWithEveryDifference() throws Exception {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE people (id integer NOT NULL, name integer NOT NULL, must varchar(10) NOT NULL)");
            DestinationHandler handler = database.running();
            assertThatThrownBy(() -> handler.prepare(people())).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).isEqualTo("table-unfit");
                assertThat(e.kind()).isEqualTo(CdcException.Kind.DATA);
                assertThat(e).message()
                        .contains("column name is NOT NULL", "column email is missing", "column must is not in the source",
                                "unique index on exactly (id)")
                        .containsPattern("column name has the type (?i:int|number)");
            });
        }
    }

    @Test
    default void aMissingTableIsNamedWhereNoneMayBeMade() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.handler(false);
            handler.open(STREAM);
            assertThatThrownBy(() -> handler.prepare(people())).hasMessage("Table people is missing in the target.");
        }
    }

    @Test
    default void aTableOfAnotherSchemaGetsItsPlace() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            String schema = "sales_" + Long.toString(System.nanoTime(), 36);
            TableSchema orders = new TableSchema(new TableId("sales", "orders"), new TargetName(schema, "orders"),
                    List.of(column("id", INTEGER)), List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
            handler.prepare(orders);
            handler.apply(batch(upserts(orders, row("5"))));
            handler.commit(START);
            assertThat(database.query("SELECT id FROM " + inSchema(schema, "orders"))).containsExactly("5");
        }
    }

    @Test
    default void oddNamesAreTakenAsTheyAre() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema odd = table("Select \"a\" `b` 100% — é", 2,
                    column("order", INTEGER), column("it's \"x\" `y`", TEXT), column("a.b?\\", TEXT));
            handler.prepare(odd);
            handler.apply(batch(upserts(odd, row("1", "k", "v"))));
            handler.apply(batch(upserts(odd, row("1", "k", "w"))));
            handler.commit(START);
            try (var statement = database.plain().createStatement();
                    var result = statement.executeQuery("SELECT * FROM " + database.quoted(odd.target().table()))) {
                assertThat(result.next()).isTrue();
                assertThat(result.getString(3)).isEqualTo("w");
            }
        }
    }

    @Test
    default void twoSourceTablesCannotBeOneTargetTable() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            TableSchema other = new TableSchema(new TableId("other", "people"), new TargetName("", "people"), people().columns(),
                    List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
            assertThatThrownBy(() -> handler.prepare(other)).hasMessageContaining("would both be the target's table people");
        }
    }

    @Test
    default void theNameOfTheTargetsOwnSchemaMakesNoOtherTable() throws Exception {
        try (TestDatabase database = fresh()) {
            String schema = database.plain().getSchema();
            String own = schema == null ? database.plain().getCatalog() : schema;
            assumeFalse(own == null || own.isEmpty(), "a database without schemas");
            DestinationHandler handler = database.running();
            handler.prepare(people());
            TableSchema other = new TableSchema(new TableId("other", "people"), new TargetName(own, "people"), people().columns(),
                    List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
            assertThatThrownBy(() -> handler.prepare(other)).hasMessageContaining("would both be the target's table");
        }
    }

    @Test
    default void anIdentityIndexBesideThePrimaryKeyIsTheKeyOfTheStream() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema byCode = new TableSchema(new TableId("public", "coded"), new TargetName("", "coded"),
                    List.of(column("id", INTEGER), new ColumnSchema("code", new PgType.Varchar("character varying(20)", 20), false)),
                    List.of(0), List.of(1), ReplicaIdentity.INDEX);
            handler.prepare(byCode);
            handler.apply(batch(upserts(byCode, row("1", "a"), row("2", "b"))));
            handler.apply(batch(upserts(byCode, row("2", "a"), row("1", "b"))));
            handler.commit(START.at(Lsn.parse("0/200")));
            assertThat(database.query("SELECT id, code FROM coded ORDER BY id")).containsExactly("1|b", "2|a");
        }
    }
}
