package io.pg2any.destination.sqlserver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.KeyRange;
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
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;

/** Every statement that is sent to SQL Server, as it stands in {@code sqlserver/statements.sql}. */
final class SqlServerStatementsTest {

    private static final String MANUAL = "https://learn.microsoft.com/en-us/sql/";

    private final Recording recording = new Recording();
    private final Dialect dialect = SqlServerServer.dialect(recording.connection(), true, Optional.empty());
    private final GoldenStatements golden = new GoldenStatements("sqlserver/statements.sql");

    /** A table of every type, with a name of every sign. */
    private static TableSchema everything() {
        List<ColumnSchema> columns = List.of(
                column("id", INTEGER), column("small", PgType.Simple.SMALLINT), column("big", PgType.Simple.BIGINT), column("oid", PgType.Simple.OID),
                column("ok", PgType.Simple.BOOLEAN), column("r", PgType.Simple.REAL), column("d", PgType.Simple.DOUBLE),
                column("price", new PgType.Numeric("numeric(12,2)", 12, 2)), column("free", new PgType.Numeric("numeric", -1, -1)),
                column("huge", new PgType.Numeric("numeric(100,50)", 100, 50)), column("negative", new PgType.Numeric("numeric(5,-3)", 5, -3)),
                column("money", PgType.Simple.MONEY), column("t", TEXT), column("v", new PgType.Varchar("character varying(20)", 20)),
                column("v4", new PgType.Varchar("character varying(2001)", 2001)), column("c", new PgType.Char("character(4)", 4)), column("bytes", PgType.Simple.BYTEA),
                column("day", PgType.Simple.DATE), column("at", new PgType.Timestamp("timestamp(3) without time zone", 3, false)),
                column("atz", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("tm", new PgType.Time("time(6) without time zone", 6, false)),
                column("tmz", new PgType.Time("time(6) with time zone", 6, true)), column("span", new PgType.Interval("interval")),
                column("u", PgType.Simple.UUID), column("j", PgType.Simple.JSON), column("jb", PgType.Simple.JSONB), column("x", PgType.Simple.XML),
                column("bits", new PgType.Bits("bit varying(10)", 10, true)), column("mood", new PgType.Enumeration("mood", List.of("sad", "ok"))),
                column("list", new PgType.Array("integer[]", INTEGER)), column("spot", new PgType.Other("point")), column("odd ]'\" ?name", INTEGER));
        return new TableSchema(new TableId("sales", "every ]'thing"), new TargetName("sales ]'x", "every ]'thing"), columns, List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
    }

    private TargetTable target(TableSchema schema, String... declared) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        for (int i = 0; i < declared.length; i++) {
            columns.add(Recording.column(dialect, schema.columns().get(i), existing(schema.columns().get(i).name(), declared[i]), schema.isKey(i)));
        }
        return new TargetTable(schema, dialect.identifiers().quote(schema.target()), columns, schema.hasKey());
    }

    /** As the catalog tells it. */
    private static CatalogColumn existing(String name, String declared) {
        String type = declared.replaceFirst("[( ].*", "");
        int[] numbers = Arrays.stream(declared.replaceAll("[^0-9,]", declared.contains("(") ? "" : " ").strip().split(","))
                .filter(number -> !number.isBlank() && declared.contains("(")).mapToInt(Integer::parseInt).toArray();
        boolean text = type.endsWith("char");
        boolean sized = text || type.endsWith("binary");
        long length = !sized ? -1 : numbers.length == 0 ? Long.MAX_VALUE : numbers[0];
        boolean number = type.equals("decimal");
        int scale = number ? numbers[1] : !sized && numbers.length > 0 ? numbers[0] : 0;
        int precision = number ? numbers[0] : type.equals("float") ? 53 : type.equals("real") ? 24 : -1;
        return new CatalogColumn(name, type, declared, length, precision, scale, true, true, false, text ? SqlServerTypes.EXACT : null);
    }

    @Test
    void areThoseThatThePagesOfTheManualBack() throws Exception {
        golden.add("A table of every type, in a schema that may be missing; names are quoted", MANUAL + "t-sql/statements/create-table-transact-sql",
                Recording.createTable(dialect, everything()));
        golden.add("Keys share the 900 bytes of a clustered index", MANUAL + "sql-server/maximum-capacity-specifications-for-sql-server", keys());
        golden.add("pg2any's own tables", MANUAL + "t-sql/statements/create-table-transact-sql", recording.controlTables(dialect));
        sets();
        wideSets();
        keyless();
        afterLoad();
        alterations();
        golden.add("A part of a transaction", MANUAL + "t-sql/language-elements/save-transaction-transact-sql",
                List.of(dialect.syntax().savepoints().set(), dialect.syntax().savepoints().back()));
        golden.check();
    }

    private List<String> keys() throws SQLException {
        List<String> made = new ArrayList<>();
        made.addAll(Recording.createTable(dialect, table("by_text", 1, column("k", TEXT))));
        made.addAll(Recording.createTable(dialect, table("by_code", 2, column("k", new PgType.Varchar("character varying(20)", 20)), column("b", PgType.Simple.BYTEA))));
        made.addAll(Recording.createTable(dialect, table("by_three", 3, column("a", TEXT), column("b", PgType.Simple.UUID), column("c", TEXT))));
        made.addAll(Recording.createTable(dialect, new TableSchema(new TableId("public", "coded"), new TargetName("", "coded"),
                List.of(column("id", INTEGER), column("code", TEXT)), List.of(0), List.of(1), ReplicaIdentity.INDEX)));
        return made;
    }

    /** A writer finds no row here: so both statements of an upsert are sent. */
    private void sets() throws SQLException {
        TableSchema schema = table("people", 1, column("name", TEXT), column("born", PgType.Simple.DATE), column("price", new PgType.Numeric("numeric(12,2)", 12, 2)),
                column("photo", PgType.Simple.BYTEA));
        TargetTable people = target(schema, "nvarchar(450)", "date", "decimal(12, 2)", "varbinary(max)");
        TableWriter writer = writerOf(people);
        writer.insert(List.of(row("Ann", "2024-02-29", "1.5", "\\x00ff"), row("Bob", null, null, null)));
        golden.add("Insert of rows that are not there", MANUAL + "t-sql/queries/table-value-constructor-transact-sql", recording.take());
        writer.upsert(List.of(row("Ann", "2024-02-29", "1.5", null)), 0);
        golden.add("Upsert of a row that may be there: update, then insert", MANUAL + "t-sql/queries/update-transact-sql", recording.take());
        writer.upsert(List.of(row("Ann", "2024-02-29", "1.5", null)), 1);
        golden.add("Upsert of a row that is new: insert, then update", MANUAL + "t-sql/queries/update-transact-sql", recording.take());
        writer.update(List.of(row("Ann", "2024-02-29", UNCHANGED, UNCHANGED)), new int[] {1});
        golden.add("Update of some columns", MANUAL + "t-sql/queries/update-transact-sql", recording.take());
        writer.delete(List.of(row("Ann", null, null, null), row("Bob", null, null, null)));
        golden.add("Delete", MANUAL + "t-sql/statements/delete-transact-sql", recording.take());
        golden.add("Large values that an update left alone", MANUAL + "t-sql/queries/table-value-constructor-transact-sql",
                recording.lookup(dialect, people, people.columns().subList(3, 4), 2));
        golden.add("What a comparison reads: all rows, and single ones by their keys", MANUAL + "t-sql/functions/cast-and-convert-transact-sql",
                recording.reading(dialect, people, KeyRange.ALL, List.of(row("Ann", null, null, null), row("Bob", null, null, null))));
        golden.add("Truncate, or delete where a foreign key refers to the table", MANUAL + "t-sql/statements/truncate-table-transact-sql",
                dialect.syntax().empty(List.of(people)));
        golden.add("Whether there is a row", MANUAL + "t-sql/queries/top-transact-sql", List.of(dialect.syntax().any(people.quoted())));
    }

    private void wideSets() throws SQLException {
        TableSchema pairs = table("pairs", 2, column("a", INTEGER), column("b", PgType.Simple.BYTEA));
        writerOf(target(pairs, "int", "varbinary(450)")).upsert(List.of(row("1", "\\x00")), 0);
        golden.add("Upsert of key columns alone", MANUAL + "t-sql/statements/insert-transact-sql", recording.take());
        TableSchema counted = table("counted", 1, column("id", INTEGER), column("s", TEXT));
        writerOf(target(counted, "int identity", "nvarchar(20)")).insert(List.of(row("1", "x")));
        golden.add("A key that counts by itself", MANUAL + "t-sql/statements/set-identity-insert-transact-sql", recording.take());
        SetStatements sets = new SetStatements(new SqlServerSyntax(), target(people(), "int", "nvarchar(max)", "nvarchar(100)"));
        String staged = SetStatements.staged("#pg2any_1");
        golden.add("Large sets over a staging table that a bulk copy fills", MANUAL + "t-sql/statements/create-table-transact-sql#temporary-tables",
                List.of(sets.stage("#pg2any_1"), sets.update(staged, new int[] {1, 2}), sets.insertMissing(staged), sets.insert(staged), sets.delete(staged),
                        SetStatements.drop("#pg2any_1")));
    }

    private TableWriter writerOf(TargetTable table) throws SQLException {
        TableWriter writer = recording.writer(dialect, table);
        golden.add("Foreign keys that would write by themselves", MANUAL + "relational-databases/system-catalog-views/sys-foreign-keys-transact-sql", recording.take());
        return writer;
    }

    private void keyless() throws SQLException {
        TableSchema log = table("log", 0, column("word", TEXT), column("n", PgType.Simple.DOUBLE), column("b", PgType.Simple.BYTEA), column("u", PgType.Simple.UUID),
                column("at", new PgType.Timestamp("timestamp(6) with time zone", 6, true)));
        TargetTable target = target(log, "nvarchar(max)", "float", "varbinary(max)", "uniqueidentifier", "datetimeoffset(6)");
        String[] cells = {"a ", "1.5", "\\x00", "3f333df6-90a4-4fda-8dd3-9485d27cee36", "2024-02-29 12:34:56.789+00"};
        golden.add("Moments are read as text that the server makes", MANUAL + "t-sql/functions/cast-and-convert-transact-sql",
                recording.reading(dialect, moments(), new KeyRange(row("1", "2", null, null, null), row("3", "4", null, null, null)), List.of(row("1", "2", null, null, null))));
        golden.add("Changes of a table without a key: one of the equal rows each", "https://learn.microsoft.com/en-us/sql/t-sql/language-elements/set-operators-except-and-intersect-transact-sql",
                recording.keyless(dialect, target, List.of(inserted(log, cells), updated(log, row(cells), row(null, "2", null, null, null)), deleted(log, null, "2", null, null, null))));
    }

    private TargetTable moments() throws SQLException {
        TableSchema moments = table("moments", 2, column("a", INTEGER), column("b", new PgType.Numeric("numeric(12,2)", 12, 2)), column("at", new PgType.Timestamp("timestamp(3) without time zone", 3, false)),
                column("atz", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("tm", new PgType.Time("time(6) without time zone", 6, false)));
        return target(moments, "int", "decimal(12, 2)", "datetime2(3)", "datetimeoffset(6)", "time(6)");
    }

    private void afterLoad() throws SQLException {
        TargetTable people = target(people(), "int", "nvarchar(100)", "nvarchar(max)");
        golden.add("Indexes and foreign keys", MANUAL + "t-sql/statements/alter-table-transact-sql", List.of(
                dialect.afterLoad().index(people, new SecondaryIndex("people_name", List.of("name", "id"), "btree (name, id)")).orElseThrow(),
                dialect.afterLoad().foreignKey(people, new ForeignKey("it's", List.of("id"), new TargetName("", "more"), List.of("id")), "[more]").orElseThrow()));
        assertThat(dialect.afterLoad().index(people, new SecondaryIndex("too_long", List.of("email"), "btree (email)"))).isEmpty();
    }

    private void alterations() throws SQLException {
        CatalogColumn id = required("id", "int");
        CatalogColumn name = existing("name", "nvarchar(40)");
        CatalogTable before = new CatalogTable(List.of(id, name), List.of());
        TableChange renamed = change(before, List.of(new TableChange.Rename("it's", "new ]name")), List.of(), List.of(), null);
        TableChange columns = change(before, List.of(), List.of(new TableChange.Drop("gone")),
                List.of(new ColumnChange.Add("n", "INT", Optional.empty()), new ColumnChange.Add("ok", "BIT", Optional.of(dialect.alterations().literal(Alterations.Kind.BOOLEAN, "true"))),
                        new ColumnChange.Add("word", "NVARCHAR(40)", Optional.of(dialect.alterations().literal(Alterations.Kind.TEXT, "some words"))),
                        new ColumnChange.Relax("note", existing("note", "nvarchar(40)")), new ColumnChange.Retype("name", name, "NVARCHAR(MAX)", false, true)),
                null);
        String people = "[people]";
        recording.answer(List.of(1, "PK__people", true, false, true, 1, "", "id", false, false), List.of(2, "by_gone", false, false, false, 2, "", "gone", false, false),
                List.of(3, "by_note", false, false, true, 2, "([note] IS NOT NULL)", "note", true, false), List.of(3, "by_note", false, false, true, 2, "", "id", false, true));
        recording.answer();
        recording.answer(List.of("people_gone_fkey"));
        recording.answer(List.of("DF_gone"));
        List<String> statements = new ArrayList<>(dialect.alterations().statements(recording.connection(), renamed));
        statements.addAll(dialect.alterations().statements(recording.connection(), columns));
        golden.add("What hangs on a column that goes or gets another type", MANUAL + "relational-databases/system-catalog-views/object-catalog-views-transact-sql", recording.take());
        golden.add("Columns that change in the source", MANUAL + "t-sql/statements/alter-table-transact-sql", statements);

        assertThat(dialect.alterations().rename(new TargetName("", "people"), new TargetName("sales", "people"))).isEmpty();
        List<String> moved = new ArrayList<>(dialect.alterations().rename(new TargetName("", "people"), new TargetName("", "it's [new]")).orElseThrow());
        moved.addAll(dialect.alterations().rename(new TargetName("sales ]'x", "orders"), new TargetName("sales ]'x", "order")).orElseThrow());
        golden.add("A table gets another name", MANUAL + "relational-databases/system-stored-procedures/sp-rename-transact-sql", moved);

        recording.answer(List.of(1, "PK__people", true, false, true, 1, "", "id", false, false));
        recording.answer(List.of("orders_fkey", "dbo", "orders"));
        TableChange wider = change(before, List.of(), List.of(), List.of(new ColumnChange.Retype("id", id, "BIGINT", true, false)), null);
        golden.add("A column of a key gets another type: the key goes and comes again", MANUAL + "t-sql/statements/alter-table-transact-sql",
                dialect.alterations().statements(recording.connection(), wider));
        recording.answer(List.of(1, "PK__people", true, false, true, 1, "", "id", false, false));
        TableChange other = change(before, List.of(), List.of(), List.of(new ColumnChange.Retype("id", id, "UNIQUEIDENTIFIER", true, false)), null);
        golden.add("One of a type that the server does not make of the other, in a table that was emptied", MANUAL + "t-sql/functions/cast-and-convert-transact-sql",
                dialect.alterations().statements(recording.connection(), other));
        recording.answer(List.of(1, "PK__people", true, false, true, 1, "", "id", false, false), List.of(2, "by_name", false, false, false, 2, "", "name", false, false));
        TableChange key = change(before, List.of(), List.of(), List.of(), new TableChange.KeyChange(List.of("id"),
                List.of(new TableChange.KeyColumn("id", "INT"), new TableChange.KeyColumn("name", "NVARCHAR(40) COLLATE Latin1_General_100_BIN2")), true));
        golden.add("Another key: what is NOT NULL already is left alone", MANUAL + "t-sql/statements/alter-table-transact-sql",
                dialect.alterations().statements(recording.connection(), key));
        assertThat(recording.take()).allSatisfy(line -> assertThat(line).contains(people));
    }

    private static TableChange change(CatalogTable before, List<TableChange.Rename> renames, List<TableChange.Drop> drops, List<ColumnChange> others,
            TableChange.@Nullable KeyChange key) {
        return new TableChange(new TargetName("", "people"), "[people]", before, renames, drops, others, Optional.ofNullable(key));
    }

    private static CatalogColumn required(String name, String declared) {
        CatalogColumn column = existing(name, declared);
        return new CatalogColumn(name, column.type(), declared, column.length(), column.precision(), column.scale(), false, false, false, column.collation());
    }

    /** The parser is for all of SQL, and knows neither names with a bracket nor T-SQL's own words: of what it knows it has to understand everything. */
    @Test
    void areUnderstoodByAParser() throws Exception {
        areThoseThatThePagesOfTheManualBack();
        for (String sql : golden.statements()) {
            if (!sql.contains("]]") && sql.matches("(?s)(INSERT|UPDATE t|DELETE t|SELECT|CREATE TABLE|CREATE INDEX).*")) {
                try {
                    CCJSqlParserUtil.parse(sql, parser -> parser.withSquareBracketQuotation(true));
                } catch (JSQLParserException e) {
                    throw new AssertionError(sql, e);
                }
            }
        }
    }

    @Test
    void haveFewerParametersAndRowsThanTheServerTakes() throws Exception {
        TableWriter writer = recording.writer(dialect, target(people(), "int", "nvarchar(max)", "nvarchar(100)"));
        recording.take();
        writer.upsert(IntStream.range(0, 5_000).mapToObj(i -> row("" + i, "x", null)).toList(), 0);
        assertThat(recording.take()).allSatisfy(line -> {
            assertThat(line.lines().findFirst().orElseThrow().chars().filter(c -> c == '?').count()).isLessThanOrEqualTo(2_098);
            assertThat(line.split("\\(\\?", -1).length - 1).isLessThanOrEqualTo(1_000);
        });
    }
}
