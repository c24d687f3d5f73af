package io.pg2any.destination.duckdb;

import java.sql.SQLException;
import java.util.Optional;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.jdbc.AfterLoad;
import io.pg2any.destination.jdbc.TargetTable;

/**
 * Nothing: DuckDB scans columns, which leave out what a condition rules out by themselves, while an index of its own has to stay in
 * memory and makes every write slower. Foreign keys can only be made with the table.
 */
final class DuckDbAfterLoad implements AfterLoad {

    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        return Optional.empty();
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        return Optional.empty();
    }

    @Override
    public String reason(String product) {
        return "in " + product + " it would have to stay in memory or be checked too early, and scans do without";
    }

    @Override
    public boolean isThere(SQLException error) {
        return false;
    }
}
