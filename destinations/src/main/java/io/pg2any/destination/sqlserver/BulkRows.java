package io.pg2any.destination.sqlserver;

import java.sql.Types;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/** Rows as the driver's bulk copy takes them. All values are made before the first is sent: a copy that is under way cannot be taken back. */
final class BulkRows implements ISQLServerBulkData {

    private static final long serialVersionUID = 1L;
    private static final int MOST_LENGTH = 8000;
    /** Of moments as text; more than any has. */
    private static final int MOMENT_LENGTH = 40;

    /** The type of a column's values, and what it may hold. */
    record Column(String name, int type, int precision, int scale) {

        static Column of(String name, SqlServerEncoder encoder, CatalogColumn column) {
            int length = column.length() > MOST_LENGTH ? Integer.MAX_VALUE : (int) column.length();
            return switch (encoder.bulkType()) {
                case Types.DECIMAL -> new Column(name, Types.DECIMAL, column.precision(), column.scale());
                case Types.CHAR -> new Column(name, Types.CHAR, 36, 0);
                case Types.NVARCHAR -> new Column(name, Types.NVARCHAR, length, 0);
                case Types.VARBINARY -> new Column(name, Types.VARBINARY, length, 0);
                case Types.DATE, Types.TIME, Types.TIMESTAMP, microsoft.sql.Types.DATETIMEOFFSET ->
                    new Column(name, encoder.bulkType(), MOMENT_LENGTH, Math.max(0, column.scale()));
                default -> new Column(name, encoder.bulkType(), 0, 0);
            };
        }
    }

    private final transient List<Column> columns;
    private final transient List<@Nullable Object[]> values;
    private int at = -1;

    BulkRows(List<Column> columns, List<@Nullable Object[]> values) {
        this.columns = columns;
        this.values = values;
    }

    /** The values of these columns of a row. */
    static @Nullable Object[] values(TargetTable table, SqlServerEncoder[] encoders, Row row, int[] columns) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            if (!row.isNull(column)) {
                try {
                    values[i] = encoders[column].value(row, column);
                } catch (UnfitValue e) {
                    throw table.unfit(row, column, e);
                }
            }
        }
        return values;
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
        Set<Integer> ordinals = new LinkedHashSet<>();
        for (int i = 1; i <= columns.size(); i++) {
            ordinals.add(i);
        }
        return ordinals;
    }

    @Override
    public String getColumnName(int column) {
        return columns.get(column - 1).name();
    }

    @Override
    public int getColumnType(int column) {
        return columns.get(column - 1).type();
    }

    @Override
    public int getPrecision(int column) {
        return columns.get(column - 1).precision();
    }

    @Override
    public int getScale(int column) {
        return columns.get(column - 1).scale();
    }

    @Override
    public boolean next() {
        return ++at < values.size();
    }

    @Override
    public @Nullable Object[] getRowData() {
        return values.get(at);
    }
}
