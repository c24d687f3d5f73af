package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;
import io.pg2any.destination.sqlserver.TableIndexes.Index;

/**
 * ALTER TABLE of SQL Server, in the open transaction. What hangs on a column keeps it from being dropped or changed and goes first: its default, the
 * foreign keys, and the indexes, of which those that can be are made anew behind the change.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql">Microsoft, ALTER TABLE</a>
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql">Microsoft, sp_rename</a>
 */
record SqlServerAlterations(Identifiers names) implements Alterations {

    private static final String OF_TABLE = " = OBJECT_ID(?) AND c.name = ?";
    private static final String DEFAULTS = "SELECT d.name FROM sys.default_constraints AS d INNER JOIN sys.columns AS c"
            + " ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id WHERE d.parent_object_id" + OF_TABLE;
    private static final String OWN_KEYS = "SELECT f.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id WHERE k.parent_object_id" + OF_TABLE;
    private static final String OTHERS_KEYS = "SELECT f.name, s.name, o.name FROM sys.foreign_keys AS f"
            + " INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id"
            + " INNER JOIN sys.objects AS o ON o.object_id = f.parent_object_id INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id"
            + " WHERE k.referenced_object_id" + OF_TABLE;
    /** Types with a length: an index of one that is changed might not take its values any more. */
    private static final Pattern LENGTH = Pattern.compile("(?i)N?VARCHAR.*|VARBINARY.*|N?CHAR.*|BINARY.*");
    private static final Set<String> NUMBERS = Set.of("bit", "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "float", "real");
    private static final Set<String> TEXTS = Set.of("nvarchar", "varchar", "nchar", "char");
    private static final Set<String> MOMENTS = Set.of("date", "datetime2", "datetimeoffset");

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (TableChange.Rename rename : change.renames()) {
            statements.add("EXEC sp_rename " + SqlServerSyntax.literal(change.quoted() + "." + names.quote(rename.from())) + ", "
                    + SqlServerSyntax.literal(rename.to()) + ", N'COLUMN'");
        }
        if (change.renames().isEmpty()) {
            alter(connection, change, statements);
        }
        return statements.stream().distinct().toList();
    }

    private void alter(Connection connection, TableChange change, List<String> statements) throws SQLException {
        String alter = "ALTER TABLE " + change.quoted() + " ";
        List<KeyColumn> required = change.key().map(key -> key.next().stream().filter(column -> isToBecomeRequired(change, column)).toList()).orElse(List.of());
        List<Index> again = free(connection, change, required, statements);
        for (TableChange.Drop drop : change.drops()) {
            statements.add(alter + "DROP COLUMN " + names.quote(drop.column()));
        }
        for (ColumnChange other : change.others()) {
            column(change, other, statements);
        }
        required.forEach(column -> statements.add(alter + "ALTER COLUMN " + names.quote(column.name()) + " " + column.type() + " NOT NULL"));
        again.forEach(index -> statements.add(index.make(change.quoted(), names)));
        change.key().filter(key -> !key.next().isEmpty()).ifPresent(key -> statements.add(alter + (key.primary() ? "ADD PRIMARY KEY (" : "ADD UNIQUE (")
                + key.next().stream().map(column -> names.quote(column.name())).collect(Collectors.joining(", ")) + ")"));
    }

    private void column(TableChange change, ColumnChange other, List<String> statements) {
        String column = names.quote(other.column());
        String alter = "ALTER TABLE " + change.quoted() + " ";
        switch (other) {
            case ColumnChange.Add add -> statements.add(alter + "ADD " + column + " " + add.type() + " NULL"
                    + add.constant().map(constant -> " DEFAULT " + constant + " WITH VALUES").orElse(""));
            case ColumnChange.Relax relax -> statements.add(alter + "ALTER COLUMN " + column + " " + type(relax.existing()) + " NULL");
            case ColumnChange.Retype retype -> {
                String type = retype.type() + (retype.required() ? " NOT NULL" : " NULL");
                if (retype.cleared() || !converts(retype)) { // no value has to be converted; and a column that is NOT NULL is added to an empty table alone
                    statements.add(alter + "DROP COLUMN " + column);
                    statements.add(alter + "ADD " + column + " " + type);
                } else {
                    statements.add(alter + "ALTER COLUMN " + column + " " + type);
                }
            }
        }
    }

    /** Whether the server changes the one type to the other; where it does not, the source has written the whole table anew, and it was emptied. */
    private static boolean converts(ColumnChange.Retype retype) {
        String from = retype.existing().type();
        String to = retype.type().toLowerCase(Locale.ROOT).replaceFirst("[( ].*", "");
        return from.equals(to) || TEXTS.contains(to) && !from.equals("varbinary")
                || List.of(NUMBERS, TEXTS, MOMENTS).stream().anyMatch(family -> family.contains(from) && family.contains(to));
    }

    private static String type(CatalogColumn column) {
        return SqlServerCatalog.sqlType(column) + SqlServerCatalog.collate(column.collation());
    }

    /** A column that is as the key wants it is left alone. */
    private static boolean isToBecomeRequired(TableChange change, KeyColumn column) {
        for (ColumnChange other : change.others()) {
            if (other.column().equalsIgnoreCase(column.name())) {
                return !(other instanceof ColumnChange.Retype retype && retype.required() && bare(retype.type()).equals(bare(column.type())));
            }
        }
        return change.existing().columns().stream().filter(each -> each.name().equalsIgnoreCase(column.name()))
                .noneMatch(each -> !each.nullable() && bare(type(each)).equals(bare(column.type())));
    }

    private static String bare(String type) {
        return type.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** Removes what hangs on the columns that are dropped or changed, and the former key; returns the indexes that are to be made anew. */
    private List<Index> free(Connection connection, TableChange change, List<KeyColumn> required, List<String> statements) throws SQLException {
        Set<String> changed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> lengthened = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        change.drops().forEach(drop -> dropped.add(drop.column()));
        Set<String> bound = new LinkedHashSet<>(dropped);
        required.forEach(column -> changed.add(column.name()));
        for (ColumnChange other : change.others()) {
            if (!(other instanceof ColumnChange.Add)) {
                changed.add(other.column());
            }
            if (other instanceof ColumnChange.Retype retype) {
                bound.add(retype.column());
                if (LENGTH.matcher(retype.type()).matches()) {
                    lengthened.add(retype.column());
                }
            }
        }
        Set<String> own = Set.copyOf(bound);
        List<Index> gone = new ArrayList<>();
        List<Index> again = new ArrayList<>();
        for (Index index : TableIndexes.of(connection, change.quoted())) {
            boolean former = change.key().isPresent() && index.unique() && !index.key().isEmpty() && same(index.key(), change.key().get().former());
            boolean touched = index.columns().stream().anyMatch(column -> changed.contains(column) || dropped.contains(column));
            if (!former && !touched) {
                continue;
            }
            gone.add(index);
            bound.addAll(index.unique() ? index.key() : List.of());
            boolean fits = index.unique() || index.key().stream().noneMatch(lengthened::contains);
            if (!former && fits && index.columns().stream().noneMatch(dropped::contains)) {
                again.add(index);
            }
        }
        for (String column : bound) {
            keysAndDefault(connection, change, column, own.contains(column), statements);
        }
        gone.forEach(index -> statements.add(index.drop(change.quoted(), names)));
        return again;
    }

    private static boolean same(List<String> some, List<String> others) {
        return some.size() == others.size() && some.stream().allMatch(one -> others.stream().anyMatch(one::equalsIgnoreCase));
    }

    /** Removes the foreign keys that refer to a column and, of one that is changed, its own and its default. */
    private void keysAndDefault(Connection connection, TableChange change, String column, boolean own, List<String> statements) throws SQLException {
        for (List<String> row : rows(connection, OTHERS_KEYS, 3, change.quoted(), column)) {
            statements.add("ALTER TABLE " + names.quote(row.get(1)) + "." + names.quote(row.get(2)) + " DROP CONSTRAINT " + names.quote(row.get(0)));
        }
        for (String query : own ? List.of(OWN_KEYS, DEFAULTS) : List.<String>of()) {
            rows(connection, query, 1, change.quoted(), column)
                    .forEach(row -> statements.add("ALTER TABLE " + change.quoted() + " DROP CONSTRAINT " + names.quote(row.get(0))));
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

    /** Indexes, constraints and permissions go with the table; into another schema the permissions would not. */
    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        return former.schema().equals(present.schema())
                ? Optional.of(List.of("EXEC sp_rename " + SqlServerSyntax.literal(names.quote(former)) + ", " + SqlServerSyntax.literal(present.table()) + ", N'OBJECT'")) : Optional.empty();
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
