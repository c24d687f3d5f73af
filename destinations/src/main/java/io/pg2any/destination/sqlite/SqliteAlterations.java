package io.pg2any.destination.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogTable;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;

/**
 * SQLite adds, drops and renames columns; for everything else a table is made anew with the rows of the old one, and gets its indexes and
 * triggers again. All of it in the open transaction.
 *
 * @see <a href="https://www.sqlite.org/lang_altertable.html">SQLite, ALTER TABLE</a>
 */
record SqliteAlterations(Identifiers names) implements Alterations {

    /** What a column of the table is to be, and where its values come from. */
    private record Column(String definition, Optional<String> from) {}

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        String table = names.tableName(change.name());
        change.renames().forEach(rename -> statements.add("ALTER TABLE " + change.quoted() + " RENAME COLUMN " + names.quote(rename.from()) + " TO "
                + names.quote(rename.to())));
        if (!change.renames().isEmpty()) {
            return statements;
        }
        boolean anew = change.key().isPresent() || change.others().stream().anyMatch(other -> !(other instanceof ColumnChange.Add))
                || change.drops().stream().anyMatch(drop -> isUnique(change.existing(), drop.column()));
        if (anew) {
            statements.addAll(new Rebuild(change, defaults(connection, table), rest(connection, change, table), options(connection, table)).statements());
            return statements;
        }
        for (String index : indexesOnDropped(connection, change, table)) {
            statements.add("DROP INDEX " + names.quote(index));
        }
        change.drops().forEach(drop -> statements.add("ALTER TABLE " + change.quoted() + " DROP COLUMN " + names.quote(drop.column())));
        for (ColumnChange other : change.others()) {
            if (other instanceof ColumnChange.Add add) {
                statements.add("ALTER TABLE " + change.quoted() + " ADD COLUMN " + added(add));
            }
        }
        return statements;
    }

    private String added(ColumnChange.Add add) {
        return names.quote(add.column()) + " " + add.type() + add.constant().map(constant -> " DEFAULT " + constant).orElse("");
    }

    private static boolean isUnique(CatalogTable table, String column) {
        return table.uniques().stream().anyMatch(unique -> unique.columns().stream().anyMatch(column::equalsIgnoreCase));
    }

    /** The column's defaults as they stand in SQL, by the names that the columns have now. */
    private static Map<String, String> defaults(Connection connection, String table) throws SQLException {
        Map<String, String> defaults = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT name, dflt_value FROM pragma_table_xinfo(?)")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getString(2) != null) {
                        defaults.put(row.getString(1), row.getString(2));
                    }
                }
            }
        }
        return defaults;
    }

    private static String options(Connection connection, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT max(strict) FROM pragma_table_list WHERE name = ? COLLATE NOCASE")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getInt(1) == 1 ? " STRICT" : "";
            }
        }
    }

    /** What makes the table's indexes and triggers again, without indexes on columns that go. */
    private static List<String> rest(Connection connection, TableChange change, String table) throws SQLException {
        List<String> dropped = indexesOnDropped(connection, change, table);
        List<String> rest = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!dropped.contains(row.getString(1))) {
                        rest.add(row.getString(2));
                    }
                }
            }
        }
        return rest;
    }

    private static List<String> indexesOnDropped(Connection connection, TableChange change, String table) throws SQLException {
        List<String> indexes = new ArrayList<>();
        for (TableChange.Drop drop : change.drops()) {
            try (PreparedStatement select = connection.prepareStatement("SELECT l.name FROM pragma_index_list(?) l WHERE l.origin = 'c'"
                    + " AND EXISTS (SELECT 1 FROM pragma_index_info(l.name) i WHERE i.name = ? COLLATE NOCASE)")) {
                select.setString(1, table);
                select.setString(2, drop.column());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (!indexes.contains(row.getString(1))) {
                            indexes.add(row.getString(1));
                        }
                    }
                }
            }
        }
        return indexes;
    }

    /** A table that is made anew. */
    private final class Rebuild {
        private final TableChange change;
        private final Map<String, String> defaults;
        private final List<String> rest;
        private final String options;
        private final Map<String, Column> columns = new LinkedHashMap<>();

        Rebuild(TableChange change, Map<String, String> defaults, List<String> rest, String options) {
            this.change = change;
            this.defaults = defaults;
            this.rest = rest;
            this.options = options;
        }

        List<String> statements() {
            List<String> required = change.key().map(key -> key.next().stream().map(KeyColumn::name).toList()).orElse(List.of());
            change.existing().columns().stream().filter(column -> !column.generated()).forEach(column -> {
                String name = column.name();
                String constant = defaults.get(column.name());
                keep(name, column.declared(), !column.nullable() || required.contains(name), constant == null ? "" : " DEFAULT " + constant,
                        Optional.of(names.quote(name)));
            });
            change.drops().forEach(drop -> columns.remove(drop.column()));
            for (ColumnChange other : change.others()) {
                switch (other) {
                    case ColumnChange.Add add -> columns.put(add.column(), new Column(added(add), add.constant()));
                    case ColumnChange.Relax relax -> keep(relax.column(), relax.existing().declared(), false, "", Optional.of(names.quote(relax.column())));
                    case ColumnChange.Retype retype -> keep(retype.column(), retype.type(), retype.required() || required.contains(retype.column()), "",
                            retype.cleared() ? Optional.empty() : Optional.of(converted(retype)));
                }
            }
            return sql();
        }

        private void keep(String name, String type, boolean required, String constant, Optional<String> from) {
            columns.put(name, new Column(names.quote(name) + " " + type + (required ? " NOT NULL" : "") + constant, from));
        }

        private String converted(ColumnChange.Retype retype) {
            String column = names.quote(retype.column());
            return retype.type().equals("TEXT") || retype.type().equals("BLOB") ? "CAST(" + column + " AS " + retype.type() + ")" : column;
        }

        private List<String> sql() {
            String anew = names.quote("pg2any_new_" + names.tableName(change.name()));
            List<String> parts = new ArrayList<>(columns.values().stream().map(Column::definition).toList());
            parts.addAll(keys());
            List<String> filled = columns.entrySet().stream().filter(column -> column.getValue().from().isPresent()).map(Map.Entry::getKey).toList();
            List<String> values = columns.values().stream().flatMap(column -> column.from().stream()).toList();
            List<String> statements = new ArrayList<>();
            statements.add("CREATE TABLE " + anew + " (" + String.join(", ", parts) + ")" + options);
            statements.add("INSERT INTO " + anew + " (" + quoted(filled) + ") SELECT " + String.join(", ", values) + " FROM " + change.quoted());
            statements.add("DROP TABLE " + change.quoted());
            statements.add("ALTER TABLE " + anew + " RENAME TO " + change.quoted());
            statements.addAll(rest);
            return statements;
        }

        /** The new key and those unique constraints that stay; unique indexes are made again by themselves. */
        private List<String> keys() {
            List<String> former = change.key().map(TableChange.KeyChange::former).orElse(List.of());
            List<String> next = change.key().map(key -> key.next().stream().map(KeyColumn::name).toList()).orElse(List.of());
            boolean primaryLeft = true;
            List<String> keys = new ArrayList<>();
            if (!next.isEmpty()) {
                boolean primary = change.key().map(TableChange.KeyChange::primary).orElse(false);
                primaryLeft = !primary;
                keys.add((primary ? "PRIMARY KEY (" : "UNIQUE (") + quoted(next) + ")");
            }
            for (CatalogTable.Unique unique : change.existing().uniques()) {
                List<String> now = unique.columns();
                boolean stays = unique.whole() && columns.keySet().containsAll(now) && !sameNames(now, former) && !sameNames(now, next) && !isIndex(unique);
                if (stays) {
                    keys.add((primaryLeft ? "PRIMARY KEY (" : "UNIQUE (") + quoted(now) + ")");
                    primaryLeft = false;
                }
            }
            return keys;
        }

        private boolean isIndex(CatalogTable.Unique unique) {
            return rest.stream().anyMatch(sql -> sql.toUpperCase(Locale.ROOT).startsWith("CREATE UNIQUE INDEX")
                    && unique.columns().stream().allMatch(sql::contains));
        }
    }

    private static boolean sameNames(List<String> some, List<String> others) {
        return some.size() == others.size() && some.stream().allMatch(name -> others.stream().anyMatch(name::equalsIgnoreCase));
    }

    private String quoted(List<String> columns) {
        return columns.stream().map(names::quote).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        return Optional.of(List.of("ALTER TABLE " + names.quote(former) + " RENAME TO " + names.quote(names.tableName(present))));
    }

    @Override
    public String literal(Kind kind, String text) {
        return switch (kind) {
            case NUMBER -> text;
            case BOOLEAN -> text.equals("true") ? "1" : "0";
            case TEXT -> "'" + text + "'";
        };
    }
}
