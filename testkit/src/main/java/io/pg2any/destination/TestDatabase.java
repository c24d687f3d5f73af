package io.pg2any.destination;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An empty database of one test, reached through a destination on one side and through plain JDBC on the other. */
public final class TestDatabase implements AutoCloseable {

    private final DestinationProvider provider;
    private final String url;
    private final Connection plain;
    private final char quote;
    private final UnaryOperator<String> words;
    private final List<DestinationHandler> handlers = new ArrayList<>();

    /**
     * A database.
     *
     * @param plain a connection in autocommit mode by which the test looks at it
     */
    public TestDatabase(DestinationProvider provider, String url, Connection plain, char quote) {
        this(provider, url, plain, quote, UnaryOperator.identity());
    }

    /**
     * A database that has other words for something.
     *
     * @param words turns a statement of the tests into the database's
     */
    public TestDatabase(DestinationProvider provider, String url, Connection plain, char quote, UnaryOperator<String> words) {
        this.provider = provider;
        this.url = url;
        this.plain = plain;
        this.quote = quote;
        this.words = words;
    }

    public DestinationSettings settings(boolean createTables) {
        return new DestinationSettings(url, null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), createTables, Map.of());
    }

    /** A handler that is opened, took the stream over and has a checkpoint. */
    public DestinationHandler running() {
        DestinationHandler handler = handler(true);
        handler.open(Fixtures.STREAM);
        handler.fence();
        handler.reset(Fixtures.START);
        return handler;
    }

    /** A handler as the provider makes it. */
    public DestinationHandler handler(boolean createTables) {
        DestinationHandler handler = provider.create(settings(createTables));
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
