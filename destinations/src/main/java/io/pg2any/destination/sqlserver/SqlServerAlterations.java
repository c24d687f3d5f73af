package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyChange;

/**
 * ALTER TABLE of SQL Server, in the open transaction. What hangs on a column (its default, indexes and foreign keys) keeps it from being
 * dropped or getting another type, and goes first.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql">Microsoft, ALTER TABLE</a>
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql">Microsoft, sp_rename</a>
 */
record SqlServerAlterations(Identifiers names) implements Alterations {

    private static final String OF_TABLE = " = OBJECT_ID(?) AND c.name = ?";
    private static final String DEFAULTS = "SELECT d.name FROM sys.default_constraints AS d INNER JOIN sys.columns AS c"
            + " ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id WHERE d.parent_object_id" + OF_TABLE;
    private static final String INDEXES = "SELECT i.name FROM sys.indexes AS i INNER JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id"
            + " WHERE i.is_primary_key = 0 AND i.is_unique_constraint = 0 AND i.object_id" + OF_TABLE;
    private static final String OWN_KEYS = "SELECT f.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id WHERE k.parent_object_id" + OF_TABLE;
    private static final String OTHERS_KEYS = "SELECT f.name, s.name, o.name FROM sys.foreign_keys AS f"
            + " INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id"
            + " INNER JOIN sys.objects AS o ON o.object_id = f.parent_object_id INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id"
            + " WHERE k.referenced_object_id" + OF_TABLE;
    private static final String UNIQUES = "SELECT i.name, i.is_primary_key, i.is_unique_constraint, c.name FROM sys.indexes AS i"
            + " INNER JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id"
            + " WHERE i.object_id = OBJECT_ID(?) AND i.is_unique = 1 AND k.key_ordinal > 0 ORDER BY i.index_id";

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (TableChange.Rename rename : change.renames()) {
            statements.add("EXEC sp_rename " + SqlServerSyntax.literal(change.quoted() + "." + names.quote(rename.from())) + ", "
                    + SqlServerSyntax.literal(rename.to()) + ", N'COLUMN'");
        }
        String alter = "ALTER TABLE " + change.quoted() + " ";
        if (change.key().isPresent() && !change.key().get().former().isEmpty()) {
            formerKey(connection, change, change.key().get(), statements);
        }
        for (TableChange.Drop drop : change.drops()) {
            free(connection, change, drop.column(), statements);
            statements.add(alter + "DROP COLUMN " + names.quote(drop.column()));
        }
        for (ColumnChange other : change.others()) {
            column(connection, change, other, statements);
        }
        if (change.key().isPresent() && !change.key().get().next().isEmpty()) {
            newKey(change, change.key().get(), statements);
        }
        return statements.stream().distinct().toList();
    }

    private void column(Connection connection, TableChange change, ColumnChange other, List<String> statements) throws SQLException {
        String column = names.quote(other.column());
        String alter = "ALTER TABLE " + change.quoted() + " ";
        switch (other) {
            case ColumnChange.Add add -> statements.add(alter + "ADD " + column + " " + add.type() + " NULL"
                    + add.constant().map(constant -> " DEFAULT " + constant + " WITH VALUES").orElse(""));
            case ColumnChange.Relax relax -> statements.add(alter + "ALTER COLUMN " + column + " " + type(relax.existing()) + " NULL");
            case ColumnChange.Retype retype -> {
                free(connection, change, retype.column(), statements);
                if (retype.cleared()) { // no value has to be converted, which not every pair of types can
                    statements.add(alter + "DROP COLUMN " + column);
                    statements.add(alter + "ADD " + column + " " + retype.type() + " NULL");
                } else {
                    statements.add(alter + "ALTER COLUMN " + column + " " + retype.type() + (retype.required() ? " NOT NULL" : " NULL"));
                }
            }
        }
    }

    private static String type(CatalogColumn column) {
        return SqlServerCatalog.sqlType(column) + SqlServerCatalog.collate(column.collation());
    }

    private void newKey(TableChange change, KeyChange key, List<String> statements) {
        String alter = "ALTER TABLE " + change.quoted() + " ";
        key.next().forEach(column -> statements.add(alter + "ALTER COLUMN " + names.quote(column.name()) + " " + column.type() + " NOT NULL"));
        statements.add(alter + (key.primary() ? "ADD PRIMARY KEY (" : "ADD UNIQUE (")
                + key.next().stream().map(column -> names.quote(column.name())).collect(Collectors.joining(", ")) + ")");
    }

    /** Removes what hangs on a column. */
    private void free(Connection connection, TableChange change, String column, List<String> statements) throws SQLException {
        String alter = "ALTER TABLE " + change.quoted() + " DROP CONSTRAINT ";
        for (List<String> row : rows(connection, OTHERS_KEYS, 3, change.quoted(), column)) {
            statements.add("ALTER TABLE " + names.quote(row.get(1)) + "." + names.quote(row.get(2)) + " DROP CONSTRAINT " + names.quote(row.get(0)));
        }
        for (String query : List.of(OWN_KEYS, DEFAULTS)) {
            rows(connection, query, 1, change.quoted(), column).forEach(row -> statements.add(alter + names.quote(row.get(0))));
        }
        rows(connection, INDEXES, 1, change.quoted(), column)
                .forEach(row -> statements.add("DROP INDEX " + names.quote(row.get(0)) + " ON " + change.quoted()));
    }

    /** Removes the unique indexes on exactly these columns, with the foreign keys that refer to them. */
    private void formerKey(Connection connection, TableChange change, KeyChange key, List<String> statements) throws SQLException {
        Map<List<String>, Set<String>> columns = new LinkedHashMap<>();
        for (List<String> row : rows(connection, UNIQUES, 4, change.quoted())) {
            columns.computeIfAbsent(row.subList(0, 3), _ -> new HashSet<>()).add(row.get(3));
        }
        for (Map.Entry<List<String>, Set<String>> unique : columns.entrySet()) {
            if (unique.getValue().equals(new HashSet<>(key.former()))) {
                for (String column : key.former()) {
                    for (List<String> row : rows(connection, OTHERS_KEYS, 3, change.quoted(), column)) {
                        statements.add("ALTER TABLE " + names.quote(row.get(1)) + "." + names.quote(row.get(2)) + " DROP CONSTRAINT " + names.quote(row.get(0)));
                    }
                }
                boolean constraint = unique.getKey().get(1).equals("1") || unique.getKey().get(2).equals("1");
                String name = names.quote(unique.getKey().get(0));
                statements.add(constraint ? "ALTER TABLE " + change.quoted() + " DROP CONSTRAINT " + name : "DROP INDEX " + name + " ON " + change.quoted());
            }
        }
    }

    private static List<List<String>> rows(Connection connection, String query, int width, String... parameters) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        cells.add(String.valueOf(row.getString(i)));
                    }
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    @Override
    public String literal(Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN -> text.equals("true") ? "1" : "0";
            case NUMBER -> text;
            case TEXT -> SqlServerSyntax.literal(text);
        };
    }
}
