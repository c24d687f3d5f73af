package io.pg2any.destination.postgres;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;

/**
 * Binds many rows as one array a column, for {@code unnest}, in binary format: an element stands in the array as it does in the stream,
 * its length and its bytes, so that nobody takes values apart or puts them together.
 */
final class BinaryArrays {

    /** One dimension, whether there are NULLs, the type of the elements, their number, the index of the first. */
    private static final int HEADER = 5 * Integer.BYTES;
    private static final int NULL = -1;
    /** A cell's length and value are behind its kind. */
    private static final int LENGTH = Integer.BYTES;

    private final Connection connection;
    private final TargetTable table;

    BinaryArrays(Connection connection, TargetTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** Sets the parameters to the cells of {@code columns}, all of them in binary form. */
    void bind(PreparedStatement statement, List<Row> rows, int[] columns) throws SQLException {
        Row[] bound = rows.toArray(Row[]::new);
        BaseConnection pg = connection.unwrap(BaseConnection.class);
        TypeInfo types = pg.getTypeInfo();
        int next = 1;
        for (int column : columns) {
            int element = PortableTypes.oid(table.columns().get(column).source().type()).orElseThrow();
            statement.setArray(next++, new PgArray(pg, types.getPGArrayType(types.getPGType(element)), array(bound, column, element)));
        }
    }

    private static byte[] array(Row[] rows, int column, int element) {
        long size = HEADER;
        boolean nulls = false;
        for (Row row : rows) {
            boolean isNull = row.isNull(column);
            nulls |= isNull;
            size += LENGTH + (isNull ? 0 : row.length(column));
        }
        byte[] array = new byte[Math.toIntExact(size)];
        ByteBuffer out = ByteBuffer.wrap(array).putInt(1).putInt(nulls ? 1 : 0).putInt(element).putInt(rows.length).putInt(1);
        for (Row row : rows) {
            if (row.isNull(column)) {
                out.putInt(NULL);
            } else {
                out.put(row.array(), row.start(column) - LENGTH, LENGTH + row.length(column));
            }
        }
        return array;
    }
}
