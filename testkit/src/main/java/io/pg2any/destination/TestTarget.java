package io.pg2any.destination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An empty place of one test, which a destination writes to and the test looks at. This is all that {@link CheckpointContract}, {@link ChangeContract}
 * and {@link StreamContract} have to know of a destination, be it a database, a folder or a queue; for one that JDBC reaches there is {@link TestDatabase}.
 */
public interface TestTarget extends AutoCloseable {

    /** Makes the destination's handlers. Its class is public and has a constructor without parameters: a process that the test kills makes it anew. */
    DestinationProvider provider();

    /** The connection string by which handlers find the place, in this process and in another. */
    String url();

    /**
     * What a table holds, read without any help of the destination's. Of a log of changes: what they come to when they are played in their order.
     *
     * @param table a table of the source's schema {@code public}; its name and those of its columns are lower-case words that no database reserves
     * @return all rows in any order, of each the values of {@code columns}: text as PostgreSQL prints it, a number, a boolean, bytes, or null; no rows where
     *     there is no such table
     */
    List<List<Object>> rows(String table, List<SourceColumn> columns);

    /** Takes the place away. Handlers are closed before. */
    @Override
    void close();

    /** As {@link #rows}, in one spelling for all destinations, sorted; cells joined by {@code |}, NULL as {@code ∅}. */
    default List<String> contents(String table, List<SourceColumn> columns) {
        List<String> contents = new ArrayList<>();
        for (List<Object> row : rows(table, columns)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(Canonical.of(columns.get(i).category(), row.get(i)));
            }
            contents.add(String.join("|", cells));
        }
        contents.sort(null);
        return contents;
    }

    /** The rows of a table of the source's schema {@code public}, as {@link #contents(String, List)} gives them. */
    default List<String> contents(TableSchema table) {
        return contents(table.source().table(), SourceColumn.of(table));
    }

    /** A handler as the provider makes it; who asks for it closes it. */
    default DestinationHandler handler(boolean createTables) {
        return provider().create(new DestinationSettings(url(), null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), createTables, Map.of()));
    }

    /** A handler that is opened and took over the stream of {@link Fixtures}. */
    default DestinationHandler taken() {
        DestinationHandler handler = handler(true);
        handler.open(Fixtures.STREAM);
        handler.fence();
        return handler;
    }

    /** The same with a first checkpoint. */
    default DestinationHandler running() {
        DestinationHandler handler = taken();
        handler.reset(Fixtures.START);
        return handler;
    }
}
