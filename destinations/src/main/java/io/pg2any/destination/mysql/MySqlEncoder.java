package io.pg2any.destination.mysql;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.mariadb.jdbc.BasePreparedStatement;

import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;

/** An encoder that needs no object of a value: it points the driver's parameter to the row. */
interface MySqlEncoder extends Encoder {

    /** Those of a table's columns. */
    static MySqlEncoder[] all(TargetTable table) {
        return table.columns().stream().map(column -> (MySqlEncoder) column.encoder()).toArray(MySqlEncoder[]::new);
    }

    /** The form of the column's values. */
    WireForm form();

    /**
     * Makes {@code parameter} stand for a text cell.
     *
     * @throws io.pg2any.destination.jdbc.UnfitValue if the column cannot hold the value
     */
    void aim(CellParameter parameter, Row row, int cell);

    @Override
    default void check(Row row, int cell) {
        aim(new CellParameter(), row, cell);
    }

    @Override
    default void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
        CellParameter parameter = new CellParameter();
        aim(parameter, row, cell);
        statement.unwrap(BasePreparedStatement.class).setParameter(index - 1, parameter);
    }
}
