package io.pg2any.source;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.TableId;
import io.pg2any.source.ShapeCatalog.Present;
import io.pg2any.source.ShapeCatalog.PresentColumn;

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
     * Reads them piece by piece. By then the table and its columns may have other names; of columns that are dropped by then nothing is read.
     *
     * @param wanted which columns beside the key; the others are {@linkplain Row#isUnchanged unchanged} in the rows
     * @param expected the table that {@code table} describes, with the numbers of its columns
     * @param values only of rows in which one of the wanted columns has one of these as its text; empty: of all rows
     * @throws io.pg2any.error.CdcException with the code {@link SourceErrors#CHANGED} if they have other types by then, or the key is another one
     */
    public void read(TableSchema table, Set<String> wanted, int oid, Present expected, Set<String> values, Consumer<List<Row>> pieces) {
        Connection connection = source.openForText();
        try {
            connection.setAutoCommit(false); // else the driver would take all rows at once
            Present now = locked(connection, table.source(), oid);
            int[] read = IntStream.range(0, table.columns().size()).filter(i -> table.isKey(i) || wanted.contains(table.columns().get(i).name()))
                    .filter(i -> table.isKey(i) || isThere(now, expected, table.columns().get(i).name())).toArray();
            if (IntStream.of(read).allMatch(table::isKey)) {
                return;
            }
            IntFunction<String> name = i -> Sql.identifier(presentName(table.source(), now, expected, table.columns().get(i).name()));
            int[] filters = values.isEmpty() ? new int[0] : IntStream.of(read).filter(i -> !table.isKey(i)).toArray();
            String sql = "SELECT " + IntStream.of(read).mapToObj(name).collect(Collectors.joining(", ")) + " FROM " + (now.partitioned() ? "" : "ONLY ") + Sql.table(now.name())
                    + IntStream.of(filters).mapToObj(i -> name.apply(i) + "::text = ANY (?)").collect(Collectors.joining(" OR ", filters.length == 0 ? "" : " WHERE ", ""));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCHED);
                for (int i = 0; i < filters.length; i++) {
                    statement.setArray(i + 1, connection.createArrayOf("text", values.toArray()));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    read(rows, table.columns().size(), read, pieces);
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.ofReading(table.source(), e);
        } finally {
            SourceConnections.closeQuietly(connection);
        }
    }

    /** The table as it is until the transaction ends. */
    private static Present locked(Connection connection, TableId table, int oid) throws SQLException {
        ShapeCatalog catalog = new ShapeCatalog(connection);
        Present before = catalog.find(oid).orElseThrow(() -> changed(table));
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE ONLY " + Sql.table(before.name()) + " IN ACCESS SHARE MODE");
        }
        return catalog.find(oid).filter(now -> now.name().equals(before.name())).orElseThrow(() -> changed(table));
    }

    private static boolean isThere(Present now, Present expected, String column) {
        return expected.column(column).filter(known -> now.has(known.number())).isPresent();
    }

    private static String presentName(TableId table, Present now, Present expected, String column) {
        PresentColumn known = expected.column(column).orElseThrow(() -> changed(table));
        return now.columns().stream().filter(same -> same.number() == known.number() && same.typeOid() == known.typeOid() && same.typeModifier() == known.typeModifier())
                .findFirst().orElseThrow(() -> changed(table)).name();
    }

    private static CdcException changed(TableId table) {
        return CdcException.transientFailure(SourceErrors.CHANGED, "The source has changed the table " + table + " once more.", null);
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
