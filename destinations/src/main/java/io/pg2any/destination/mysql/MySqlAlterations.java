package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyChange;

/**
 * ALTER TABLE of MySQL and MariaDB. One statement is done as a whole or not at all.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/alter-table.html">MySQL, ALTER TABLE</a>
 */
record MySqlAlterations(Identifiers names) implements Alterations {

    private static final String PRIMARY = "PRIMARY";

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> first = new ArrayList<>();
        change.renames().forEach(rename -> first.add("RENAME COLUMN " + names.quote(rename.from()) + " TO " + names.quote(rename.to())));
        change.drops().forEach(drop -> first.add("DROP COLUMN " + names.quote(drop.column())));
        if (change.key().isPresent() && !change.key().get().former().isEmpty()) {
            formerKey(connection, change, change.key().get()).ifPresent(first::add);
        }
        alter(change, first, statements);
        List<ColumnChange.Retype> cleared = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (ColumnChange other : change.others()) {
            if (other instanceof ColumnChange.Retype retype && retype.cleared()) {
                cleared.add(retype);
            }
            second.add(clause(other));
        }
        indexesOnLongText(connection, change).forEach(index -> second.add("DROP INDEX " + names.quote(index)));
        clear(change, cleared, statements);
        alter(change, second, statements);
        change.key().ifPresent(key -> alter(change, newKey(key), statements)); // MySQL modifies no column that the same statement adds
        return statements;
    }

    private static void alter(TableChange change, List<String> clauses, List<String> statements) {
        if (!clauses.isEmpty()) {
            statements.add("ALTER TABLE " + change.quoted() + " " + String.join(", ", clauses));
        }
    }

    private String clause(ColumnChange change) {
        String column = names.quote(change.column());
        return switch (change) {
            case ColumnChange.Add add -> "ADD COLUMN " + column + " " + add.type() + " NULL" + add.constant().map(constant -> " DEFAULT " + constant).orElse("");
            case ColumnChange.Retype retype -> "MODIFY COLUMN " + column + " " + retype.type() + (retype.required() ? " NOT NULL" : " NULL");
            case ColumnChange.Relax relax -> "MODIFY COLUMN " + column + " " + declared(relax.existing().declared(), relax.existing().collation()) + " NULL";
        };
    }

    private static String declared(String type, @Nullable String collation) {
        return type + (collation == null || type.equals("json") ? "" : " COLLATE " + collation);
    }

    /** Values that are written anew need not fit the new type: the column is NULL when its type changes. */
    private void clear(TableChange change, List<ColumnChange.Retype> columns, List<String> statements) {
        List<String> nullable = columns.stream().filter(column -> !column.existing().nullable())
                .map(column -> "MODIFY COLUMN " + names.quote(column.column()) + " "
                        + declared(column.existing().declared(), column.existing().collation()) + " NULL")
                .toList();
        alter(change, nullable, statements);
        if (!columns.isEmpty()) {
            statements.add("UPDATE " + change.quoted() + " SET "
                    + columns.stream().map(column -> names.quote(column.column()) + " = NULL").collect(Collectors.joining(", ")));
        }
    }

    private List<String> newKey(KeyChange key) {
        List<String> clauses = new ArrayList<>();
        key.next().forEach(column -> clauses.add("MODIFY COLUMN " + names.quote(column.name()) + " " + column.type() + " NOT NULL"));
        if (!key.next().isEmpty()) {
            clauses.add((key.primary() ? "ADD PRIMARY KEY (" : "ADD UNIQUE (")
                    + key.next().stream().map(column -> names.quote(column.name())).collect(Collectors.joining(", ")) + ")");
        }
        return clauses;
    }

    /** The clause that drops the unique index on the former key's columns. */
    private Optional<String> formerKey(Connection connection, TableChange change, KeyChange key) throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT index_name, column_name FROM information_schema.statistics"
                + " WHERE table_schema = ? AND table_name = ? AND non_unique = 0 ORDER BY index_name, seq_in_index")) {
            select.setString(1, change.name().schema().isEmpty() ? connection.getCatalog() : change.name().schema());
            select.setString(2, change.name().table());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    indexes.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(String.valueOf(row.getString(2)));
                }
            }
        }
        return indexes.entrySet().stream().filter(index -> isOn(index.getValue(), key.former())).map(Map.Entry::getKey).findFirst()
                .map(index -> index.equals(PRIMARY) ? "DROP PRIMARY KEY" : "DROP INDEX " + names.quote(index));
    }

    /** Plain indexes on columns that become long text, of which only a beginning can be indexed. */
    private static Set<String> indexesOnLongText(Connection connection, TableChange change) throws SQLException {
        Set<String> indexes = new TreeSet<>();
        for (ColumnChange other : change.others()) {
            if (other instanceof ColumnChange.Retype retype && (retype.type().contains("TEXT") || retype.type().contains("BLOB"))) {
                try (PreparedStatement select = connection.prepareStatement("SELECT index_name FROM information_schema.statistics"
                        + " WHERE table_schema = ? AND table_name = ? AND column_name = ? AND non_unique = 1 AND sub_part IS NULL")) {
                    select.setString(1, change.name().schema().isEmpty() ? connection.getCatalog() : change.name().schema());
                    select.setString(2, change.name().table());
                    select.setString(3, retype.column());
                    try (ResultSet row = select.executeQuery()) {
                        while (row.next()) {
                            indexes.add(row.getString(1));
                        }
                    }
                }
            }
        }
        return indexes;
    }

    private static boolean isOn(List<String> columns, List<String> key) {
        return columns.size() == key.size() && key.stream().allMatch(name -> columns.stream().anyMatch(name::equalsIgnoreCase));
    }

    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        return Optional.of(List.of("RENAME TABLE " + names.quote(former) + " TO " + names.quote(present)));
    }

    /** Long text takes a default only as an expression. */
    @Override
    public String literal(Kind kind, String text) {
        return switch (kind) {
            case NUMBER -> text;
            case BOOLEAN -> text.equals("true") ? "1" : "0";
            case TEXT -> "('" + text + "')";
        };
    }
}
