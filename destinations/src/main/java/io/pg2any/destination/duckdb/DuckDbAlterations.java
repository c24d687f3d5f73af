package io.pg2any.destination.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogTable;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;

/**
 * DuckDB adds and renames columns; but it drops no constraint, and changes no column on which one depends. For these a table is made anew
 * with the rows of the old one. All of it in the open transaction.
 *
 * @see <a href="https://duckdb.org/docs/current/sql/statements/alter_table">DuckDB, ALTER TABLE</a>
 */
record DuckDbAlterations(Identifiers names) implements Alterations {

    /** A column of the new table, and where its values come from. */
    private record Column(String definition, Optional<String> from) {}

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        String alter = "ALTER TABLE " + change.quoted() + " ";
        if (!change.renames().isEmpty()) {
            return change.renames().stream()
                    .map(rename -> alter + "RENAME COLUMN " + names.quote(rename.from()) + " TO " + names.quote(rename.to())).toList();
        }
        boolean addsOnly = change.drops().isEmpty() && change.key().isEmpty() && change.others().stream().allMatch(ColumnChange.Add.class::isInstance);
        if (!addsOnly) {
            return rebuilt(change, defaults(connection, change.name()));
        }
        return change.others().stream().map(ColumnChange.Add.class::cast).map(add -> alter + "ADD COLUMN " + added(add)).toList();
    }

    /** No table moves to another schema. */
    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        return former.schema().equals(present.schema())
                ? Optional.of(List.of("ALTER TABLE " + names.quote(former) + " RENAME TO " + names.quote(present.table()))) : Optional.empty();
    }

    private String added(ColumnChange.Add add) {
        return names.quote(add.column()) + " " + add.type() + add.constant().map(constant -> " DEFAULT " + constant).orElse("");
    }

    /** The columns' defaults as they stand in SQL. */
    private static Map<String, String> defaults(Connection connection, TargetName name) throws SQLException {
        Map<String, String> defaults = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(DuckDbCatalog.DEFAULTS)) {
            select.setString(1, name.schema());
            select.setString(2, name.table());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    defaults.put(row.getString(1), row.getString(2));
                }
            }
        }
        return defaults;
    }

    private List<String> rebuilt(TableChange change, Map<String, String> defaults) {
        List<String> required = change.key().map(key -> key.next().stream().map(KeyColumn::name).toList()).orElse(List.of());
        Map<String, Column> columns = new LinkedHashMap<>();
        change.existing().columns().stream().filter(column -> !column.generated()).forEach(column -> columns.put(column.name(),
                new Column(definition(column.name(), column.declared(), !column.nullable() || required.contains(column.name()), defaults.get(column.name())),
                        Optional.of(names.quote(column.name())))));
        change.drops().forEach(drop -> columns.remove(drop.column()));
        for (ColumnChange other : change.others()) {
            String name = names.quote(other.column());
            columns.put(other.column(), switch (other) {
                case ColumnChange.Add add -> new Column(added(add), add.constant());
                case ColumnChange.Relax relax -> new Column(definition(relax.column(), relax.existing().declared(), false, null), Optional.of(name));
                case ColumnChange.Retype retype -> new Column(
                        definition(retype.column(), retype.type(), retype.required() || required.contains(retype.column()), null),
                        retype.cleared() ? Optional.empty() : Optional.of("CAST(" + name + " AS " + retype.type() + ")"));
            });
        }
        return replaced(change, columns);
    }

    private String definition(String name, String type, boolean required, @Nullable String constant) {
        return names.quote(name) + " " + type + (required ? " NOT NULL" : "") + (constant == null ? "" : " DEFAULT " + constant);
    }

    private List<String> replaced(TableChange change, Map<String, Column> columns) {
        TargetName anew = new TargetName(change.name().schema(), "pg2any_new_" + change.name().table());
        List<String> parts = new ArrayList<>(columns.values().stream().map(Column::definition).toList());
        parts.addAll(keys(change, columns.keySet().stream().toList()));
        List<String> filled = columns.entrySet().stream().filter(column -> column.getValue().from().isPresent()).map(Map.Entry::getKey).toList();
        String values = columns.values().stream().flatMap(column -> column.from().stream()).collect(Collectors.joining(", "));
        return List.of(
                "CREATE TABLE " + names.quote(anew) + " (" + String.join(", ", parts) + ")",
                "INSERT INTO " + names.quote(anew) + " (" + quoted(filled) + ") SELECT " + values + " FROM " + change.quoted(),
                "DROP TABLE " + change.quoted(),
                "ALTER TABLE " + names.quote(anew) + " RENAME TO " + names.quote(change.name().table()));
    }

    /** The new key and those unique constraints that stay. */
    private List<String> keys(TableChange change, List<String> columns) {
        List<String> former = change.key().map(TableChange.KeyChange::former).orElse(List.of());
        List<String> next = change.key().map(key -> key.next().stream().map(KeyColumn::name).toList()).orElse(List.of());
        boolean primaryLeft = !change.key().map(key -> key.primary() && !key.next().isEmpty()).orElse(false);
        List<String> keys = new ArrayList<>();
        if (!next.isEmpty()) {
            keys.add((primaryLeft ? "UNIQUE (" : "PRIMARY KEY (") + quoted(next) + ")");
        }
        for (CatalogTable.Unique unique : change.existing().uniques()) {
            List<String> now = unique.columns();
            if (unique.whole() && columns.containsAll(now) && !sameNames(now, former) && !sameNames(now, next)) {
                keys.add((primaryLeft ? "PRIMARY KEY (" : "UNIQUE (") + quoted(now) + ")");
                primaryLeft = false;
            }
        }
        return keys;
    }

    private static boolean sameNames(List<String> some, List<String> others) {
        return some.size() == others.size() && some.stream().allMatch(name -> others.stream().anyMatch(name::equalsIgnoreCase));
    }

    private String quoted(List<String> columns) {
        return columns.stream().map(names::quote).collect(Collectors.joining(", "));
    }
}
