package io.pg2any.destination.duckdb;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.event.Row;

/** Writes the text cells of one column by an appender, and as parameters, which are cast to the column's type. */
interface DuckDbEncoder extends Encoder {

    /**
     * Appends a text cell.
     *
     * @throws io.pg2any.destination.jdbc.UnfitValue if the target cannot hold the value
     */
    void append(DuckDBAppender to, Row row, int cell) throws SQLException;

    /** Whether the appender gets a text that is to be cast to the column's type; otherwise a value of the column's type. */
    default boolean castsText() {
        return false;
    }

    /**
     * The text of an array's element as DuckDB casts it.
     *
     * @throws io.pg2any.destination.jdbc.UnfitValue if a list of such elements cannot hold it
     */
    default String element(String text) throws SQLException {
        check(Row.ofText(text), 0);
        return text;
    }

    /** The expression that reads a column so that {@link #read(ResultSet, int)} can take it. */
    default String read(String quotedColumn) {
        return "CAST(" + quotedColumn + " AS VARCHAR)";
    }

    @Override
    default byte @Nullable [] read(ResultSet result, int index) throws SQLException {
        String text = result.getString(index);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
