package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;

/** What becomes of PostgreSQL's types in a dialect. */
public interface TypeTable {

    /** The types that the table's columns get where pg2any makes the table, in the order of its columns. */
    List<TargetType> create(TableSchema table) throws SQLException;

    /** Whether a column that exists can hold the source's values, and how they are written to it. */
    Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) throws SQLException;

    /** The answer of {@link #fit}. */
    sealed interface Fit {

        /** It can, written by {@code encoder}. */
        record Fits(Encoder encoder) implements Fit {}

        /** It cannot; {@code reason} completes "column c …". */
        record Unfit(String reason) implements Fit {}
    }
}
