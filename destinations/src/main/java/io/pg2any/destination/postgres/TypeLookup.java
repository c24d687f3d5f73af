package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks types up in the target. */
final class TypeLookup {

    private static final String BY_NAME = """
            SELECT name FROM (
                SELECT n.nspname = 'pg_catalog' AS built_in, quote_ident(t.typname) AS local, pg_catalog.pg_type_is_visible(t.oid) AS visible,
                       CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, -1)
                            ELSE quote_ident(n.nspname) || '.' || quote_ident(t.typname) END AS name
                FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace) AS types
            WHERE name = ? OR (NOT built_in AND visible AND local = ?)
            ORDER BY name <> ? LIMIT 1""";

    private static final String LABELS = "SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = ?::regtype ORDER BY enumsortorder";

    private final Connection connection;
    /** What was found: the catalog is searched by names that no index knows, and each table adds two types to it. */
    private final Map<String, String> known = new HashMap<>();

    TypeLookup(Connection connection) {
        this.connection = connection;
    }

    /** The target's name of a type, for SQL; {@code name} is the source's, without modifiers. */
    Optional<String> find(String name) throws SQLException {
        String before = known.get(name);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<String> found = strings(BY_NAME, name, PostgresNames.isBuiltIn(name) ? "" : PostgresNames.local(name), name).stream().findFirst();
        found.ifPresent(type -> known.put(name, type));
        return found;
    }

    /** The labels of an enum of the target; of any other type none. */
    List<String> labels(String type) throws SQLException {
        return strings(LABELS, type);
    }

    private List<String> strings(String sql, String... parameters) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    strings.add(row.getString(1));
                }
            }
        }
        return strings;
    }
}
