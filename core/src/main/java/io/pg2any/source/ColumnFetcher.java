package io.pg2any.source;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.source.ShapeCatalog.Present;

/** Reads some columns of all rows of a table as they are now, with the rows' keys. One thread; has a connection while it reads. */
public final class ColumnFetcher {

    private static final int ROWS_AT_ONCE = 1000;
    private static final long BYTES_AT_ONCE = 4L << 20;
    private static final int FETCHED = 200;

    private final SourceConnections source;

    public ColumnFetcher(SourceConnections source) {
        this.source = source;
    }

    /**
     * Reads them piece by piece.
     *
     * @param wanted which columns beside the key; the others are {@linkplain Row#isUnchanged unchanged} in the rows
     * @param expected the table as the catalog described it: it is locked against changes of its columns, and compared, before it is read
     * @throws io.pg2any.error.CdcException with the code {@link SourceErrors#CHANGED} if the columns are other ones by now
     */
    public void read(TableSchema table, Set<String> wanted, int oid, Present expected, Consumer<List<Row>> pieces) {
        int[] read = IntStream.range(0, table.columns().size()).filter(i -> table.isKey(i) || wanted.contains(table.columns().get(i).name())).toArray();
        String columns = IntStream.of(read).mapToObj(i -> Sql.identifier(table.columns().get(i).name())).collect(Collectors.joining(", "));
        Connection connection = source.openForText();
        try {
            connection.setAutoCommit(false); // else the driver would take all rows at once
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE ONLY " + Sql.table(table.source()) + " IN ACCESS SHARE MODE");
                Present now = new ShapeCatalog(connection).find(oid).orElse(null);
                if (now == null || !now.hasColumnsOf(expected)) {
                    throw CdcException.transientFailure(SourceErrors.CHANGED, "The source has changed the table " + table.source() + " once more.", null);
                }
                statement.setFetchSize(FETCHED);
                try (ResultSet rows = statement.executeQuery("SELECT " + columns + " FROM " + (expected.partitioned() ? "" : "ONLY ") + Sql.table(table.source()))) {
                    read(rows, table.columns().size(), read, pieces);
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.ofReading(table.source(), e);
        } finally {
            SourceConnections.closeQuietly(connection);
        }
    }

    private static void read(ResultSet rows, int columns, int[] read, Consumer<List<Row>> pieces) throws SQLException {
        List<Row> piece = new ArrayList<>();
        long bytes = 0;
        while (rows.next()) {
            Row row = row(rows, columns, read);
            piece.add(row);
            bytes += row.bytes();
            if (piece.size() >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) {
                pieces.accept(piece);
                piece = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!piece.isEmpty()) {
            pieces.accept(piece);
        }
    }

    private static Row row(ResultSet rows, int columns, int[] read) throws SQLException {
        RowBuilder builder = new RowBuilder(columns);
        int next = 0;
        for (int i = 0; i < columns; i++) {
            if (next == read.length || read[next] != i) {
                builder.addUnchanged();
            } else {
                next++;
                String text = rows.getString(next);
                if (text == null) {
                    builder.addNull();
                } else {
                    builder.addText(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return builder.build();
    }
}
