package io.pg2any.destination.oracle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.GoldenStatements;
import io.pg2any.destination.jdbc.Recording;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every statement that is sent to Oracle, as it stands in {@code oracle/statements.sql}. */
final class OracleStatementsTest {

    private static final String SQL = "https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/";
    private static final String DICTIONARY = "https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/";
    private static final PgType VARCHAR = new PgType.Varchar("character varying(20)", 20);

    private final Recording recording = new Recording();
    private final Dialect dialect = OracleServer.dialect(recording.connection(), CharacterSet.UNICODE);
    private final GoldenStatements golden = new GoldenStatements("oracle/statements.sql");

    /** A table of every type, with a name of every sign that Oracle's names may have. */
    private static TableSchema everything() {
        List<ColumnSchema> columns = List.of(
                column("id", INTEGER), column("small", PgType.Simple.SMALLINT), column("big", PgType.Simple.BIGINT), column("oid", PgType.Simple.OID),
                column("ok", PgType.Simple.BOOLEAN), column("r", PgType.Simple.REAL), column("d", PgType.Simple.DOUBLE),
                column("price", new PgType.Numeric("numeric(12,2)", 12, 2)), column("free", new PgType.Numeric("numeric", -1, -1)),
                column("huge", new PgType.Numeric("numeric(100,50)", 100, 50)), column("negative", new PgType.Numeric("numeric(5,-3)", 5, -3)),
                column("tiny", new PgType.Numeric("numeric(3,6)", 3, 6)), column("money", PgType.Simple.MONEY), new ColumnSchema("t", TEXT, false), new ColumnSchema("v", VARCHAR, false),
                column("v4", new PgType.Varchar("character varying(1001)", 1001)), column("c", new PgType.Char("character(4)", 4)), column("bytes", PgType.Simple.BYTEA),
                column("day", PgType.Simple.DATE), column("at", new PgType.Timestamp("timestamp(3) without time zone", 3, false)),
                column("atz", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("tm", new PgType.Time("time(6) without time zone", 6, false)),
                column("tmz", new PgType.Time("time(6) with time zone", 6, true)), column("span", new PgType.Interval("interval")),
                column("u", PgType.Simple.UUID), new ColumnSchema("j", PgType.Simple.JSON, false), column("jb", PgType.Simple.JSONB), column("x", PgType.Simple.XML),
                column("bits", new PgType.Bits("bit varying(10)", 10, true)), column("mood", new PgType.Enumeration("mood", List.of("sad", "ok"))),
                column("list", new PgType.Array("integer[]", INTEGER)), column("spot", new PgType.Other("point")), column("number", INTEGER), column("rowid", INTEGER),
                column("odd ]'`\\ ?Näme", INTEGER));
        return new TableSchema(new TableId("sales", "every 'thing"), new TargetName("it's sales", "every 'thing"), columns, List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
    }

    private TargetTable target(TableSchema schema, String... declared) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        for (int i = 0; i < declared.length; i++) {
            columns.add(Recording.column(dialect, schema.columns().get(i), existing(schema.columns().get(i).name(), declared[i]), schema.isKey(i)));
        }
        return new TargetTable(schema, dialect.identifiers().quote(schema.target()), columns, schema.hasKey());
    }

    /** As the catalog tells it. */
    static CatalogColumn existing(String name, String declared) {
        String type = declared.replaceAll("\\([^)]*\\)", "");
        String inside = declared.contains("(") ? declared.substring(declared.indexOf('(') + 1, declared.indexOf(')')) : "";
        int[] numbers = Arrays.stream(inside.replaceAll("[^0-9,]", "").split(",")).filter(number -> !number.isBlank()).mapToInt(Integer::parseInt).toArray();
        boolean large = type.equals("clob") || type.equals("blob");
        long length = large ? Long.MAX_VALUE : type.endsWith("char") || type.endsWith("char2") || type.equals("raw") ? numbers[0] : -1;
        boolean number = type.equals("number");
        int precision = number && numbers.length > 0 ? numbers[0] : -1;
        int scale = number ? numbers.length > 1 ? numbers[1] : numbers.length > 0 ? 0 : -1 : type.startsWith("timestamp") ? numbers[0] : -1;
        return new CatalogColumn(name, type, declared, length, precision, scale, true, true, false, type.endsWith("char2") || type.equals("clob") ? "USING_NLS_COMP" : null);
    }

    private void write() throws Exception {
        golden.add("The session, whatever the machine's language and the database's settings are", SQL + "ALTER-SESSION.html", OracleServer.SETTINGS);
        golden.add("The character set", DICTIONARY + "NLS_DATABASE_PARAMETERS.html", List.of(CharacterSet.QUERY));
        golden.add("A table of every type, in a schema that may be missing; names that need quotes in PostgreSQL have them here", SQL + "CREATE-TABLE.html",
                Recording.createTable(dialect, everything()));
        golden.add("Keys share the bytes of an index in blocks of 8 KiB", "https://docs.oracle.com/error-help/db/ora-01450", keys());
        golden.add("pg2any's own tables, each looked for first", DICTIONARY + "ALL_TAB_COLS.html", recording.controlTables(dialect));
        dialect.catalog().find(recording.connection(), new TargetName("sales", "people"));
        golden.add("Looking for a table", DICTIONARY + "ALL_TAB_COLS.html", recording.take());
        merged();
        withLargeObjects();
        keyless();
        afterLoad();
        alterations();
        golden.add("A part of a transaction", SQL + "SAVEPOINT.html", List.of(dialect.syntax().savepoints().set(), dialect.syntax().savepoints().back()));
    }

    @Test
    void areThoseThatThePagesOfTheManualBack() throws Exception {
        write();
        golden.check();
    }

    private List<String> keys() throws SQLException {
        List<String> made = new ArrayList<>();
        made.addAll(Recording.createTable(dialect, table("by_text", 1, column("k", TEXT))));
        made.addAll(Recording.createTable(dialect, table("by_code", 2, column("k", VARCHAR), column("b", PgType.Simple.BYTEA))));
        made.addAll(Recording.createTable(dialect, table("by_three", 3, column("a", TEXT), column("b", PgType.Simple.UUID), column("c", TEXT))));
        made.addAll(Recording.createTable(dialect, table("by_moment", 1, column("at", new PgType.Timestamp("timestamp(6) with time zone", 6, true)))));
        made.addAll(Recording.createTable(dialect, new TableSchema(new TableId("public", "coded"), new TargetName("", "coded"),
                List.of(column("id", INTEGER), column("code", TEXT)), List.of(0), List.of(1), ReplicaIdentity.INDEX)));
        return made;
    }

    private void merged() throws SQLException {
        TableSchema schema = table("people", 1, column("name", VARCHAR), column("born", PgType.Simple.DATE), column("price", new PgType.Numeric("numeric(12,2)", 12, 2)),
                column("u", PgType.Simple.UUID), column("seen", new PgType.Timestamp("timestamp(6) with time zone", 6, true)));
        TargetTable people = target(schema, "varchar2(20 char)", "date", "number(12, 2)", "raw(16)", "timestamp(6) with time zone");
        TableWriter writer = writerOf(people);
        writer.insert(List.of(row("Ann", "2024-02-29", "1.5", "3f333df6-90a4-4fda-8dd3-9485d27cee36", "2024-02-29 12:34:56.789+00"), row("Bob", null, null, null, null)));
        golden.add("Insert of rows that are not there, in one array", SQL + "INSERT.html", recording.take());
        writer.upsert(List.of(row("Ann", "0044-03-15 BC", "1.5", null, null)), 0);
        golden.add("Upsert", SQL + "MERGE.html", recording.take());
        writer.update(List.of(row("Ann", "2024-02-29", UNCHANGED, UNCHANGED, UNCHANGED)), new int[] {1});
        golden.add("Update of some columns", SQL + "UPDATE.html", recording.take());
        writer.delete(List.of(row("Ann", null, null, null, null), row("Bob", null, null, null, null)));
        golden.add("Delete", SQL + "DELETE.html", recording.take());
        golden.add("Large values that an update left alone", SQL + "SELECT.html", recording.lookup(dialect, people, people.columns().subList(1, 5), 2));
        golden.add("Reading rows by their keys", SQL + "SELECT.html", List.of("SELECT " + dialect.syntax().read(people.columns().get(4)) + " FROM " + people.quoted() + " WHERE "
                + dialect.syntax().keyIn(people, 3)));
        golden.add("A source's TRUNCATE, which may be taken back", SQL + "DELETE.html", dialect.syntax().empty(List.of(people)));
        golden.add("Whether there is a row", SQL + "ROWNUM-Pseudocolumn.html", List.of(dialect.syntax().any(people.quoted())));
        TableSchema pairs = table("pairs", 2, column("a", INTEGER), column("b", PgType.Simple.BYTEA));
        writerOf(target(pairs, "number(10)", "raw(2000)")).upsert(List.of(row("1", "\\x00")), 0);
        golden.add("Upsert of key columns alone", SQL + "MERGE.html", recording.take());
    }

    private void withLargeObjects() throws SQLException {
        TableSchema schema = table("documents", 1, column("id", INTEGER), column("body", TEXT), column("photo", PgType.Simple.BYTEA), column("title", VARCHAR));
        TableWriter writer = writerOf(target(schema, "number(10)", "clob", "blob", "varchar2(20 char)"));
        writer.upsert(List.of(row("1", "short", "\\x00ff", "x")), 1);
        golden.add("Upsert of a row with large objects that is new: they come last", SQL + "INSERT.html", recording.take());
        writer.upsert(List.of(row("1", "", "\\x", null)), 0);
        golden.add("Upsert of a row with large objects that may be there: update, then insert of those that were not found", SQL + "UPDATE.html", recording.take());
    }

    private TableWriter writerOf(TargetTable table) throws SQLException {
        TableWriter writer = recording.writer(dialect, table);
        golden.add("Foreign keys that would write by themselves", DICTIONARY + "ALL_CONSTRAINTS.html", recording.take());
        return writer;
    }

    private void keyless() throws SQLException {
        TableSchema log = table("log", 0, column("word", VARCHAR), column("n", PgType.Simple.DOUBLE), column("b", PgType.Simple.BYTEA), column("t", TEXT),
                column("at", new PgType.Timestamp("timestamp(6) without time zone", 6, false)));
        TargetTable target = target(log, "varchar2(20 char)", "binary_double", "blob", "clob", "timestamp(6)");
        String[] cells = {"a ", "1.5", "\\x00", "text", "2024-02-29 12:34:56.789"};
        golden.add("Changes of a table without a key: one of the equal rows each", SQL + "ROWNUM-Pseudocolumn.html",
                recording.keyless(dialect, target, List.of(inserted(log, cells), updated(log, row(cells), row(null, "2", null, null, null)), deleted(log, null, "2", null, null, null))));
    }

    private void afterLoad() throws SQLException {
        TargetTable people = target(table("people", 1, column("id", INTEGER), column("name", VARCHAR), column("notes", TEXT)), "number(10)", "varchar2(20 char)", "clob");
        golden.add("Indexes, and foreign keys that do not act", SQL + "constraint.html", List.of(
                dialect.afterLoad().index(people, new SecondaryIndex("people_name", List.of("name", "id"), "btree (name, id)")).orElseThrow(),
                dialect.afterLoad().foreignKey(people, new ForeignKey("it's", List.of("id"), new TargetName("", "more"), List.of("id")), "\"MORE\"").orElseThrow()));
        assertThat(dialect.afterLoad().index(people, new SecondaryIndex("large", List.of("notes"), "btree (notes)"))).isEmpty();
    }

    private void alterations() throws SQLException {
        CatalogColumn name = existing("name", "varchar2(40 char)");
        CatalogTable before = new CatalogTable(List.of(existing("id", "number(10)"), name, existing("note", "clob"), existing("was", "number(5)"),
                existing("pg2any_new again", "clob"), existing("again", "varchar2(10 char)")), List.of());
        TargetName people = new TargetName("", "people");
        TableChange renamed = new TableChange(people, "\"PEOPLE\"", before, List.of(new TableChange.Rename("it's", "new name")), List.of(), List.of(), Optional.empty());
        Alterations alterations = dialect.alterations();
        TableChange changed = new TableChange(people, "\"PEOPLE\"", before, List.of(), List.of(new TableChange.Drop("gone")),
                List.of(new ColumnChange.Add("n", "NUMBER(10)", Optional.of(alterations.literal(Alterations.Kind.NUMBER, "5"))),
                        new ColumnChange.Add("ok", "NUMBER(1)", Optional.of(alterations.literal(Alterations.Kind.BOOLEAN, "true"))),
                        new ColumnChange.Add("at", "TIMESTAMP(6)", Optional.of(alterations.literal(Alterations.Kind.TEXT, "2024-02-29"))),
                        new ColumnChange.Add("day", "DATE", Optional.of(alterations.literal(Alterations.Kind.TEXT, "2024-02-29"))),
                        new ColumnChange.Add("u", "RAW(16)", Optional.of(alterations.literal(Alterations.Kind.TEXT, "3f333df6-90a4-4fda-8dd3-9485d27cee36"))),
                        new ColumnChange.Add("s", "CLOB", Optional.of(alterations.literal(Alterations.Kind.TEXT, "a b"))),
                        new ColumnChange.Relax("name", name), new ColumnChange.Retype("id", existing("id", "number(10)"), "NUMBER(19)", true, false),
                        new ColumnChange.Retype("name", name, "CLOB", false, false), new ColumnChange.Retype("was", existing("was", "number(5)"), "VARCHAR2(20 CHAR)", false, true),
                        new ColumnChange.Retype("again", existing("again", "varchar2(10 char)"), "CLOB", false, false)),
                Optional.of(new TableChange.KeyChange(List.of("id"), List.of(new TableChange.KeyColumn("id", "NUMBER(19)")), true)));
        TableChange key = new TableChange(people, "\"PEOPLE\"", before, List.of(), List.of(), List.of(),
                Optional.of(new TableChange.KeyChange(List.of(), List.of(new TableChange.KeyColumn("note", "VARCHAR2(4000 BYTE)")), false)));
        List<String> statements = new ArrayList<>();
        for (TableChange change : List.of(renamed, changed, key)) {
            statements.addAll(alterations.statements(recording.connection(), change));
        }
        assertThat(alterations.rename(new TargetName("", "people"), new TargetName("sales", "people"))).isEmpty();
        List<String> moved = new ArrayList<>(alterations.rename(people, new TargetName("", "Men and women")).orElseThrow());
        moved.addAll(alterations.rename(new TargetName("sales", "orders"), new TargetName("sales", "order")).orElseThrow());
        golden.add("A table gets another name", SQL + "RENAME.html", moved);
        golden.add("What a former key consists of", DICTIONARY + "ALL_CONSTRAINTS.html", recording.take());
        golden.add("Columns and keys that change in the source; a type that cannot be modified is a new column", SQL + "ALTER-TABLE.html", statements);
    }

    /** A retyping that a crash interrupted after its column had got another name ends by giving the new one its name. */
    @Test
    void aColumnThatWasOnItsWayIsNotAddedEmpty() throws SQLException {
        CatalogTable between = new CatalogTable(List.of(existing("pg2any_new name", "clob"), existing("pg2any_old name", "varchar2(40 char)")), List.of());
        TableChange change = new TableChange(new TargetName("", "people"), "\"PEOPLE\"", between, List.of(), List.of(), List.of(new ColumnChange.Add("name", "CLOB", Optional.empty())), Optional.empty());
        assertThat(dialect.alterations().statements(recording.connection(), change)).containsExactly(
                "ALTER TABLE \"PEOPLE\" RENAME COLUMN \"pg2any_new name\" TO \"NAME\"", "ALTER TABLE \"PEOPLE\" DROP COLUMN \"pg2any_old name\" CASCADE CONSTRAINTS");
    }

    @Test
    void areUnderstoodByAGrammarOfOracle() throws Exception {
        write();
        assertThat(golden.statements()).hasSizeGreaterThan(80);
        assertThat(golden.statements()).allSatisfy(OracleGrammar::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SELEC 1 FROM dual", "UPDATE t SET WHERE x = 1", "CREATE TABLE t (a NUMBER(10) NOT NULL PRIMARY)", "MERGE INTO t USING s WHEN MATCHED UPDATE x = 1",
        "ALTER TABLE t MODIFY COLUMN x NUMBER", "DELETE FROM t LIMIT 1", "INSERT INTO t VALUES (?) ON CONFLICT DO NOTHING", "SELECT 1 FROM t ) WHERE", "SELECT \"a\"\"b\" FROM t WHERE ("})
    void theGrammarRefusesWhatIsNotOracle(String sql) {
        assertThatThrownBy(() -> OracleGrammar.parse(sql)).isInstanceOf(AssertionError.class);
    }
}
