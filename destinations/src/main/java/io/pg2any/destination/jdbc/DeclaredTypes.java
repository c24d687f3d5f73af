package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;

/** A dialect's types, with those in their place that the user declares for single columns. Whether one holds the column's values is seen once it is made. */
record DeclaredTypes(TypeTable nearest) implements TypeTable {

    @Override
    public List<TargetType> create(TableSchema table) throws SQLException {
        List<TargetType> types = new ArrayList<>(nearest.create(table));
        for (int i = 0; i < types.size(); i++) {
            String declared = table.columns().get(i).declaredType();
            if (!declared.isEmpty()) {
                types.set(i, new TargetType(declared, "as declared: each value is looked at, one that it does not hold is an error", types.get(i).emptyIsNull()));
            }
        }
        return types;
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) throws SQLException {
        return nearest.fit(source, existing, inKey);
    }
}
