package io.pg2any.destination.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyChange;

/**
 * ALTER TABLE of Oracle, of which each commits. A column whose type cannot be modified is replaced by a new one that its values are copied to
 * first; a crash on the way leaves one of the two under a name of ours, and the next look finishes what was begun.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ALTER-TABLE.html">Oracle, SQL Language Reference: ALTER
 *     TABLE</a>
 */
record OracleAlterations(Identifiers names) implements Alterations {

    /** Longer than any name of PostgreSQL can be with them. */
    private static final String NEW = "pg2any_new ";
    private static final String OLD = "pg2any_old ";
    private static final String UNIQUES = "SELECT k.constraint_name, c.column_name FROM all_constraints k INNER JOIN all_cons_columns c"
            + " ON c.owner = k.owner AND c.constraint_name = k.constraint_name WHERE k.owner" + OracleCatalog.OWNER
            + " AND k.table_name = ? AND k.constraint_type IN ('P', 'U') ORDER BY k.constraint_name, c.position";
    private static final String INDEXES = "SELECT '\"' || i.owner || '\".\"' || i.index_name || '\"', c.column_name FROM all_indexes i INNER JOIN all_ind_columns c"
            + " ON c.index_owner = i.owner AND c.index_name = i.index_name WHERE i.table_owner" + OracleCatalog.OWNER
            + " AND i.table_name = ? AND i.uniqueness = 'UNIQUE' AND i.index_type <> 'LOB' AND NOT EXISTS (SELECT 1 FROM all_constraints k"
            + " WHERE k.index_owner = i.owner AND k.index_name = i.index_name) ORDER BY i.owner, i.index_name, c.column_position";

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        change.renames().forEach(rename -> statements.add(rename(change, rename.from(), rename.to())));
        if (change.key().isPresent() && !change.key().get().former().isEmpty()) {
            formerKey(connection, change, change.key().get(), statements);
        }
        change.drops().forEach(drop -> statements.add(drop(change, drop.column())));
        for (ColumnChange other : change.others()) {
            column(change, other, statements);
        }
        change.key().filter(key -> !key.next().isEmpty()).ifPresent(key -> newKey(change, key, statements));
        return statements;
    }

    private static String alter(TableChange change) {
        return "ALTER TABLE " + change.quoted() + " ";
    }

    private String rename(TableChange change, String from, String to) {
        return alter(change) + "RENAME COLUMN " + names.quote(from) + " TO " + names.quote(to);
    }

    /** With the constraints of several columns, and the indexes, that it is part of. */
    private String drop(TableChange change, String column) {
        return alter(change) + "DROP COLUMN " + names.quote(column) + " CASCADE CONSTRAINTS";
    }

    private void column(TableChange change, ColumnChange other, List<String> statements) {
        switch (other) {
            case ColumnChange.Add add -> {
                if (find(change, NEW + add.column()).isPresent()) { // the one of this name was on its way, and has all values
                    statements.add(rename(change, NEW + add.column(), add.column()));
                } else {
                    String constant = add.constant().map(value -> " DEFAULT " + typed(add.type(), value)).orElse("");
                    statements.add(alter(change) + "ADD (" + names.quote(add.column()) + " " + add.type() + constant + ")");
                }
            }
            case ColumnChange.Relax relax -> statements.add(alter(change) + "MODIFY (" + names.quote(relax.column()) + " NULL)");
            case ColumnChange.Retype retype -> retype(change, retype.column(), retype.existing(), retype.type(), retype.cleared(), statements);
        }
        find(change, OLD + other.column()).ifPresent(left -> statements.add(drop(change, left.name())));
    }

    private void retype(TableChange change, String column, CatalogColumn existing, String type, boolean cleared, List<String> statements) {
        find(change, NEW + column).ifPresent(left -> statements.add(drop(change, left.name())));
        if (isModifiable(existing, type)) {
            statements.add(alter(change) + "MODIFY (" + names.quote(column) + " " + type + ")");
        } else if (cleared) {
            statements.add(drop(change, column));
            statements.add(alter(change) + "ADD (" + names.quote(column) + " " + type + ")");
        } else {
            replace(change, column, existing, type, statements);
        }
    }

    /** Within a family a column only grows, which Oracle does where it stands. */
    private static boolean isModifiable(CatalogColumn existing, String type) {
        String family = type.replaceFirst("[( ].*", "").toLowerCase(java.util.Locale.ROOT);
        boolean zoned = type.endsWith("ZONE") == existing.type().endsWith("zone");
        boolean same = existing.type().replaceFirst(" .*", "").equals(family) && zoned;
        return same && List.of("number", "varchar2", "raw", "timestamp").contains(family);
    }

    private void replace(TableChange change, String column, CatalogColumn existing, String type, List<String> statements) {
        String quoted = names.quote(column);
        statements.add(alter(change) + "ADD (" + names.quote(NEW + column) + " " + type + ")");
        statements.add("UPDATE " + change.quoted() + " SET " + names.quote(NEW + column) + " = " + (existing.type().equals("clob") ? "TO_CHAR(" + quoted + ")" : quoted));
        if (!existing.nullable()) {
            statements.add(alter(change) + "MODIFY (" + quoted + " NULL)"); // under its other name nothing is written to it
        }
        statements.add(rename(change, column, OLD + column));
        statements.add(rename(change, NEW + column, column));
        statements.add(drop(change, OLD + column));
    }

    private void newKey(TableChange change, KeyChange key, List<String> statements) {
        for (TableChange.KeyColumn column : key.next()) {
            Optional<CatalogColumn> existing = find(change, column.name());
            boolean retyped = change.others().stream().anyMatch(other -> other.column().equals(column.name()));
            if (!retyped && existing.isPresent() && OracleCatalog.isLarge(existing.get())) {
                replace(change, existing.get().name(), existing.get(), column.type(), statements);
            }
            if (!key.primary() && existing.map(CatalogColumn::nullable).orElse(true)) { // a primary key sees to it itself
                statements.add(alter(change) + "MODIFY (" + names.quote(column.name()) + " NOT NULL)");
            }
        }
        statements.add(alter(change) + (key.primary() ? "ADD PRIMARY KEY (" : "ADD UNIQUE (")
                + key.next().stream().map(column -> names.quote(column.name())).collect(Collectors.joining(", ")) + ")");
    }

    private Optional<CatalogColumn> find(TableChange change, String name) {
        return change.existing().columns().stream().filter(column -> names.quote(column.name()).equals(names.quote(name))).findFirst();
    }

    /** Removes the constraints, and the indexes without one, on exactly these columns, with the foreign keys that refer to them. */
    private static void formerKey(Connection connection, TableChange change, KeyChange key, List<String> statements) throws SQLException {
        for (String constraint : on(connection, UNIQUES, change, key.former())) {
            statements.add(alter(change) + "DROP CONSTRAINT \"" + constraint + "\" CASCADE DROP INDEX");
        }
        for (String index : on(connection, INDEXES, change, key.former())) {
            statements.add("DROP INDEX " + index);
        }
    }

    private static List<String> on(Connection connection, String query, TableChange change, List<String> key) throws SQLException {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        String owner = OracleNames.spelled(change.name().schema());
        try (PreparedStatement select = OracleCatalog.select(connection, query, owner, OracleNames.spelled(change.name().table())); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1), _ -> new HashSet<>()).add(row.getString(2));
            }
        }
        Set<String> wanted = key.stream().map(OracleNames::spelled).collect(Collectors.toSet());
        return columns.entrySet().stream().filter(index -> index.getValue().equals(wanted)).map(Map.Entry::getKey).toList();
    }

    /**
     * Indexes, constraints and privileges go with the table. No table goes to another schema.
     *
     * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/RENAME.html">Oracle, SQL Language Reference: RENAME</a>
     */
    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        return former.schema().equals(present.schema())
                ? Optional.of(List.of("ALTER TABLE " + names.quote(former) + " RENAME TO " + names.quote(present.table()))) : Optional.empty();
    }

    @Override
    public String literal(Kind kind, String text) {
        return switch (kind) {
            case NUMBER -> text;
            case BOOLEAN -> text.equals("true") ? "1" : "0";
            case TEXT -> "'" + text + "'";
        };
    }

    /** A constant in the form of its type: a text alone would be read by the session's own formats. */
    private static String typed(String type, String constant) {
        if (!constant.startsWith("'")) {
            return constant;
        }
        String text = constant.substring(1, constant.length() - 1);
        if (type.equals("DATE")) {
            return "DATE " + constant;
        }
        if (type.startsWith("TIMESTAMP")) {
            return "TIMESTAMP '" + text + (text.indexOf(':') < 0 ? " 00:00:00" : "") + (type.endsWith("ZONE") ? " +00:00" : "") + "'";
        }
        return type.equals("RAW(16)") ? "HEXTORAW('" + text.replace("-", "") + "')" : constant;
    }
}
