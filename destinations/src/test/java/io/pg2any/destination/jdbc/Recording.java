package io.pg2any.destination.jdbc;

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.Fixtures;
import io.pg2any.destination.KeyRange;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;

/** A connection that writes down every statement, and how its parameters were set, instead of sending it. It finds what it is told to find, else nothing. */
public final class Recording {

    private final List<String> lines = new ArrayList<>();
    private final Deque<List<List<Object>>> answers = new ArrayDeque<>();

    /** The rows that the next query finds, after those for which others were given. */
    @SafeVarargs
    public final void answer(List<?>... rows) {
        answers.add(Arrays.stream(rows).map(row -> List.<Object>copyOf(row)).toList());
    }

    /** What was written down since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    public Connection connection() {
        return proxy(Connection.class, (_, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement();
            case "prepareStatement" -> prepared((String) arguments[0]);
            default -> byDefault(method.getReturnType());
        });
    }

    private Statement statement() {
        return proxy(Statement.class, (_, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                lines.add((String) arguments[0]);
            }
            return method.getReturnType() == ResultSet.class ? found() : byDefault(method.getReturnType());
        });
    }

    private PreparedStatement prepared(String sql) {
        List<String> set = new ArrayList<>();
        return proxy(PreparedStatement.class, (_, method, arguments) -> {
            String name = method.getName();
            if (name.startsWith("set") && arguments.length > 1) {
                set.add(name.substring(3) + " " + (arguments[1] instanceof byte[] bytes ? Arrays.toString(bytes) : arguments[1] instanceof Closeable ? "stream" : arguments[1]));
            } else if (name.startsWith("execute") || name.equals("addBatch")) {
                lines.add(set.isEmpty() || name.equals("executeBatch") ? sql : sql + "\n    " + String.join(", ", set));
                set.clear();
            }
            return method.getReturnType() == ResultSet.class ? found() : method.getReturnType() == int[].class ? new int[0] : byDefault(method.getReturnType());
        });
    }

    private ResultSet found() {
        Iterator<List<Object>> rows = answers.isEmpty() ? List.<List<Object>>of().iterator() : answers.remove().iterator();
        List<Object> row = new ArrayList<>();
        return proxy(ResultSet.class, (_, method, arguments) -> {
            if (method.getName().equals("next") && rows.hasNext()) {
                row.clear();
                row.addAll(rows.next());
                return true;
            }
            return method.getName().startsWith("get") && !row.isEmpty() && arguments[0] instanceof Integer column ? row.get(column - 1) : byDefault(method.getReturnType());
        });
    }

    private static Object byDefault(Class<?> type) {
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Recording.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What makes a table and, where it is of another schema, the schema. */
    public static List<String> createTable(Dialect dialect, TableSchema table) throws SQLException {
        List<String> made = new ArrayList<>();
        if (!table.target().schema().isEmpty()) {
            made.add(dialect.syntax().createSchema(dialect.identifiers().quote(table.target().schema())));
        }
        made.add(new TablePreparation(dialect, true).ddl(table));
        return made;
    }

    /** Everything that is done to pg2any's own tables. */
    public List<String> controlTables(Dialect dialect) throws SQLException {
        Dialect empty = new Dialect(dialect.product(), dialect.identifiers(), dialect.syntax(), dialect.types(), (_, _) -> Optional.empty(), dialect.control(),
                dialect.writers(), dialect.afterLoad(), dialect.alterations(), dialect.ddlInTransaction(), dialect.begin());
        ControlTables tables = new ControlTables(connection(), empty, "slot_a", new Statements(connection()));
        tables.create();
        tables.read();
        tables.fence(Fixtures.STREAM);
        try {
            tables.store(new Checkpoint(Fixtures.STREAM, Lsn.parse("0/200")));
        } catch (RuntimeException e) {
            lines.add("-- no row was found: " + e.getMessage());
        }
        tables.copies();
        tables.chunks();
        tables.record(new TableCopy(new TableId("public", "people"), "10:20:", Lsn.ZERO, true, false, 0));
        tables.forgetChunks(new TableId("public", "people"));
        tables.forgetCopies();
        return take();
    }

    /** What changes of a table without a key become. */
    public List<String> keyless(Dialect dialect, TargetTable table, List<Change> changes) throws SQLException {
        TableWriter rows = writer(dialect, table);
        take();
        new OrderedWriter(new Repetition(new Statements(connection()), dialect.writers().limits()), dialect.syntax(), table, rows).apply(changes);
        return take();
    }

    /** What makes partial rows whole. */
    public List<String> lookup(Dialect dialect, TargetTable table, List<TargetColumn> columns, int rows) {
        return List.of(dialect.syntax().lookup(table, columns, rows));
    }

    /** What a comparison reads: all rows, a range of keys where these are whole numbers, and single rows. */
    public List<String> reading(Dialect dialect, TargetTable table, KeyRange range, List<Row> keys) throws SQLException {
        TableReading reading = new TableReading(connection(), dialect, table);
        reading.read(KeyRange.ALL, 1000, _ -> {});
        if (reading.hasNumericKey()) {
            reading.read(range, 1000, _ -> {});
        }
        reading.fetch(keys);
        return take();
    }

    /** The dialect's writer over this connection. */
    public TableWriter writer(Dialect dialect, TargetTable table) throws SQLException {
        Connection connection = connection();
        return dialect.writers().create(connection, table, new StatementWriter(new Statements(connection), dialect.syntax(), table, dialect.writers().limits()));
    }

    /** A column as a catalog would tell it, joined with what writes to it. */
    public static TargetColumn column(Dialect dialect, io.pg2any.destination.ColumnSchema source, CatalogColumn existing, boolean inKey) throws SQLException {
        return switch (dialect.types().fit(source, existing, inKey)) {
            case TypeTable.Fit.Fits(Encoder encoder) -> new TargetColumn(source, dialect.identifiers().quote(existing.name()), existing, encoder);
            case TypeTable.Fit.Unfit(String reason) -> throw new AssertionError("column " + existing.name() + " " + reason);
        };
    }
}
