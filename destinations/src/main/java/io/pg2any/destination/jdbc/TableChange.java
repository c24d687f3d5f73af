package io.pg2any.destination.jdbc;

import java.util.List;
import java.util.Optional;

import io.pg2any.destination.TargetName;

/**
 * What is to be changed about a table that exists: either columns get other names, or anything else. Names are not quoted yet.
 *
 * @param name where it is
 * @param quoted its full name for SQL
 * @param existing the table before the change
 * @param renames alone, if there are any
 */
public record TableChange(
        TargetName name,
        String quoted,
        CatalogTable existing,
        List<Rename> renames,
        List<Drop> drops,
        List<ColumnChange> others,
        Optional<KeyChange> key) {

    public TableChange {
        renames = List.copyOf(renames);
        drops = List.copyOf(drops);
        others = List.copyOf(others);
    }

    /** A column gets another name. */
    public record Rename(String from, String to) {}

    /** A column goes, with the indexes on it. */
    public record Drop(String column) {}

    /** A change of one column. */
    public sealed interface ColumnChange {

        String column();

        /**
         * A column is added, nullable.
         *
         * @param type as in CREATE TABLE
         * @param constant the default for the rows that are there, as {@link Alterations#literal} wrote it; empty: NULL
         */
        record Add(String column, String type, Optional<String> constant) implements ColumnChange {}

        /**
         * A column gets another type.
         *
         * @param existing the column as it is
         * @param required whether it stays NOT NULL
         * @param cleared whether its values need not survive, since all are written anew afterwards: it becomes NULL in every row
         */
        record Retype(String column, CatalogColumn existing, String type, boolean required, boolean cleared) implements ColumnChange {}

        /** A column allows NULL from now on. */
        record Relax(String column, CatalogColumn existing) implements ColumnChange {}
    }

    /**
     * Another key.
     *
     * @param former columns of the primary key or unique constraint that goes, with those that are dropped; empty: none goes
     * @param next columns of the new one, which become NOT NULL; empty: there is none
     * @param primary whether the new one is the primary key; otherwise a unique constraint
     */
    public record KeyChange(List<String> former, List<KeyColumn> next, boolean primary) {
        public KeyChange {
            former = List.copyOf(former);
            next = List.copyOf(next);
        }
    }

    /** @param type that a key column has in CREATE TABLE */
    public record KeyColumn(String name, String type) {}

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return renames.isEmpty() && drops.isEmpty() && others.isEmpty() && key.isEmpty();
    }
}
