package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Alterations;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TableChange;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.KeyChange;

/** ALTER TABLE of PostgreSQL, in the open transaction. */
record PostgresAlterations(Identifiers names) implements Alterations {

    private static final String KEYS = """
            SELECT c.conname, (SELECT array_agg(a.attname::text) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))
            FROM pg_catalog.pg_constraint c WHERE c.conrelid = ?::text::regclass AND c.contype IN ('p', 'u')""";

    @Override
    public List<String> statements(Connection connection, TableChange change) throws SQLException {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE " + change.quoted() + " ";
        if (change.key().isPresent() && !change.key().get().former().isEmpty()) {
            for (String constraint : formerKeys(connection, change, change.key().get())) {
                statements.add(alter + "DROP CONSTRAINT " + names.quote(constraint));
            }
        }
        change.renames().forEach(rename ->
                statements.add(alter + "RENAME COLUMN " + names.quote(rename.from()) + " TO " + names.quote(rename.to())));
        List<String> clauses = new ArrayList<>();
        change.drops().forEach(drop -> clauses.add("DROP COLUMN " + names.quote(drop.column())));
        change.others().forEach(other -> clauses.addAll(clauses(other)));
        change.key().ifPresent(key -> clauses.addAll(newKey(key)));
        if (!clauses.isEmpty()) {
            statements.add(alter + String.join(", ", clauses));
        }
        return statements;
    }

    private List<String> clauses(ColumnChange change) {
        String column = names.quote(change.column());
        String alter = "ALTER COLUMN " + column;
        return switch (change) {
            case ColumnChange.Add add -> List.of("ADD COLUMN " + column + " " + add.type() + add.constant().map(constant -> " DEFAULT " + constant).orElse(""));
            case ColumnChange.Relax _ -> List.of(alter + " DROP NOT NULL");
            case ColumnChange.Retype retype -> {
                List<String> clauses = new ArrayList<>();
                if (!retype.required() && !retype.existing().nullable()) {
                    clauses.add(alter + " DROP NOT NULL");
                }
                clauses.add(alter + " DROP DEFAULT"); // it may be none of the new type
                String value = retype.cleared() ? "NULL" : column + "::text";
                clauses.add(alter + " TYPE " + retype.type() + " USING " + value + "::" + retype.type());
                yield clauses;
            }
        };
    }

    private List<String> newKey(KeyChange key) {
        if (key.next().isEmpty()) {
            return List.of();
        }
        List<String> clauses = new ArrayList<>();
        key.next().forEach(column -> clauses.add("ALTER COLUMN " + names.quote(column.name()) + " SET NOT NULL"));
        clauses.add((key.primary() ? "ADD PRIMARY KEY (" : "ADD UNIQUE (")
                + key.next().stream().map(column -> names.quote(column.name())).collect(Collectors.joining(", ")) + ")");
        return clauses;
    }

    private static List<String> formerKeys(Connection connection, TableChange change, KeyChange key) throws SQLException {
        Set<String> former = new HashSet<>(key.former());
        List<String> constraints = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(KEYS)) {
            select.setString(1, change.quoted());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (former.equals(new HashSet<>(Arrays.asList((String[]) row.getArray(2).getArray())))) {
                        constraints.add(row.getString(1));
                    }
                }
            }
        }
        return constraints;
    }

    @Override
    public Optional<List<String>> rename(TargetName former, TargetName present) {
        List<String> statements = new ArrayList<>();
        TargetName moved = former;
        if (!former.schema().equals(present.schema())) {
            if (present.schema().isEmpty()) {
                return Optional.empty(); // the one that comes first on the search path is not known here
            }
            moved = new TargetName(present.schema(), former.table());
            statements.add("ALTER TABLE " + names.quote(former) + " SET SCHEMA " + names.quote(present.schema()));
        }
        if (!former.table().equals(present.table())) {
            statements.add("ALTER TABLE " + names.quote(moved) + " RENAME TO " + names.quote(present.table()));
        }
        return Optional.of(statements);
    }
}
