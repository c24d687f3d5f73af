package io.pg2any.destination;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An empty database of one test, reached through a destination on one side and through plain JDBC on the other. */
public final class TestDatabase implements TestTarget {

    private final DestinationProvider provider;
    private final String url;
    private final Connection plain;
    private final char quote;
    private final Reading reading;
    private final UnaryOperator<String> words;
    private final List<DestinationHandler> handlers = new ArrayList<>();

    /**
     * A database whose texts of values are PostgreSQL's.
     *
     * @param plain a connection in autocommit mode by which the test looks at it
     */
    public TestDatabase(DestinationProvider provider, String url, Connection plain, char quote) {
        this(provider, url, plain, quote, Reading.PLAIN);
    }

    /**
     * A database that has values of its own.
     *
     * @param reading how these are read through {@code plain}
     */
    public TestDatabase(DestinationProvider provider, String url, Connection plain, char quote, Reading reading) {
        this(provider, url, plain, quote, reading, UnaryOperator.identity());
    }

    /**
     * A database that has other words for something.
     *
     * @param words turns a statement of the tests into the database's
     */
    public TestDatabase(DestinationProvider provider, String url, Connection plain, char quote, Reading reading, UnaryOperator<String> words) {
        this.provider = provider;
        this.url = url;
        this.plain = plain;
        this.quote = quote;
        this.reading = reading;
        this.words = words;
    }

    @Override
    public DestinationProvider provider() {
        return provider;
    }

    @Override
    public String url() {
        return url;
    }

    /** A handler as the provider makes it; closed with the database at the latest. */
    @Override
    public DestinationHandler handler(boolean createTables) {
        DestinationHandler handler = TestTarget.super.handler(createTables);
        handlers.add(handler);
        return handler;
    }

    public Connection plain() {
        return plain;
    }

    public String quoted(String name) {
        return quote + name.replace("" + quote, "" + quote + quote) + quote;
    }

    public void execute(String sql) {
        try (Statement statement = plain.createStatement()) {
            statement.execute(words.apply(sql.replace('"', quote)));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Every row of the query's result, cells joined by {@code |}, NULL as {@code ∅}. */
    public List<String> query(String sql) {
        try (Statement statement = plain.createStatement();
                ResultSet result = statement.executeQuery(sql.replace('"', quote))) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String cell = result.getString(i);
                    cells.add(cell == null ? "∅" : cell);
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public List<List<Object>> rows(String table, List<SourceColumn> columns) {
        String names = columns.stream().map(column -> reading.expression(column.category(), column.name())).collect(Collectors.joining(", "));
        String sql = "SELECT " + names + " FROM " + table;
        try (Statement statement = plain.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(reading.value(result, i + 1, columns.get(i).category()));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one value that the query gives. */
    public String value(String sql) {
        return query(sql).getFirst();
    }

    @Override
    public void close() {
        handlers.forEach(DestinationHandler::close);
        try {
            plain.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
