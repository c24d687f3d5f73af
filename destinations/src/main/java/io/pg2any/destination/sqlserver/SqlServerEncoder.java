package io.pg2any.destination.sqlserver;

import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;

/** An encoder whose values go as parameters of statements and as cells of a bulk copy alike. */
interface SqlServerEncoder extends Encoder {

    /** Those of a table's columns. */
    static SqlServerEncoder[] all(TargetTable table) {
        return table.columns().stream().map(column -> (SqlServerEncoder) column.encoder()).toArray(SqlServerEncoder[]::new);
    }

    /** The number that the driver gives the type of the values in a bulk copy: one of {@link java.sql.Types} or of the driver's own. */
    int bulkType();

    /**
     * The value of a text cell, as the driver's bulk copy takes it for {@link #bulkType()}.
     *
     * @throws io.pg2any.destination.jdbc.UnfitValue if the column cannot hold it
     */
    Object value(Row row, int cell);
}
