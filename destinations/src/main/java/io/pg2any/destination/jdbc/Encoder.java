package io.pg2any.destination.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;

/** Writes the text cells of one column as statement parameters. Chosen once a column; holds no state. */
public interface Encoder {

    /**
     * Sets parameter {@code index} to the value of a text cell.
     *
     * @throws UnfitValue if the target cannot hold the value
     */
    void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException;

    /** Sets parameter {@code index} to NULL, of a type that the column takes where the database wants to know it. */
    default void setNull(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.NULL);
    }

    /** Sets a parameter that {@link Syntax#matches} compares the column with; the cell may be NULL. */
    default void setToMatch(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
        if (row.isNull(cell)) {
            setNull(statement, index);
        } else {
            set(statement, index, row, cell);
        }
    }

    /**
     * Looks whether the target can hold the value of a text cell.
     *
     * @throws UnfitValue if it cannot
     */
    default void check(Row row, int cell) throws SQLException {
        set(Nowhere.STATEMENT, 1, row, cell);
    }

    /** The value of a result's column, as the bytes of a text cell that {@link #set} takes; null for NULL. */
    default byte @Nullable [] read(ResultSet result, int index) throws SQLException {
        String text = result.getString(index);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
