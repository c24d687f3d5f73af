package io.pg2any.it.harness;

import java.util.List;
import java.util.Random;

/**
 * A table of a random workload and the statements that change it. Every row has an {@code id}, by which statements choose rows; what
 * the source and the stream find rows by depends on the shape.
 */
enum RandomTable {
    NUMBER_KEY("id int PRIMARY KEY, s text, n numeric(12, 3), at timestamptz, j jsonb",
            "g, 'first ' || g, g / 8.0, timestamptz '2024-01-01 00:00+00' + g * interval '1 hour', jsonb_build_object('k', g)"),
    COMPOSITE_KEY("s text, region varchar(30), n numeric(12, 3), id int, PRIMARY KEY (id, region)", "'first', 'r' || g % 3, g, g"),
    TEXT_KEY("code varchar(30) PRIMARY KEY, id int, s text, n numeric(12, 3), d date", "'c' || g, g, NULL, g, date '2024-02-28' + g % 1000"),
    NO_KEY("id int, s text, n numeric(12, 3), b boolean", "g - g % 1000 + g % 5, 'same', g % 2, g % 3 = 0", "REPLICA IDENTITY FULL"),
    FULL_WITH_KEY("id int PRIMARY KEY, s text, n numeric(12, 3), a text[]", "g, 'first', g, ARRAY['x', NULL, g::text]", "REPLICA IDENTITY FULL"),
    INDEX_IDENTITY("id int PRIMARY KEY, code varchar(30) NOT NULL UNIQUE, s text, n numeric(12, 3)", "g, 'c' || g, 'first', g", "REPLICA IDENTITY USING INDEX index_identity_code_key"),
    SECOND_UNIQUE("id int PRIMARY KEY, u int UNIQUE, s text, n numeric(12, 3)", "g, NULL, 'first', g"),
    LARGE_VALUES("id int PRIMARY KEY, s text, big text, more bytea, n numeric(12, 3)",
            "g, 'first', repeat(md5(g::text), 120), decode(repeat(md5(g::text), 90), 'hex'), g",
            "ALTER big SET STORAGE EXTERNAL, ALTER more SET STORAGE EXTERNAL"),
    LARGE_WITHOUT_KEY("id int, s text, big text, n numeric(12, 3)", "g - g % 1000 + g % 4, 'first', repeat(md5((g % 2)::text), 100), g % 2", "ALTER big SET STORAGE EXTERNAL", "REPLICA IDENTITY FULL");

    private final String columns;
    private final String values;
    private final List<String> alterations;

    RandomTable(String columns, String values, String... alterations) {
        this.columns = columns;
        this.values = values;
        this.alterations = List.of(alterations);
    }

    List<String> create() {
        List<String> statements = new java.util.ArrayList<>(List.of("CREATE TABLE " + this + " (" + columns + ")"));
        alterations.forEach(alteration -> statements.add("ALTER TABLE " + this + " " + alteration));
        return statements;
    }

    private boolean hasIdKey() {
        return this != NO_KEY && this != LARGE_WITHOUT_KEY && this != TEXT_KEY && this != COMPOSITE_KEY;
    }

    boolean hasKey() {
        return this != NO_KEY && this != LARGE_WITHOUT_KEY;
    }

    String insert(int from, int count) {
        return "INSERT INTO " + this + " SELECT " + values + " FROM generate_series(" + from + ", " + (from + count - 1) + ") g" + (hasKey() ? " ON CONFLICT DO NOTHING" : "");
    }

    String delete(int from, int count) {
        return "DELETE FROM " + this + " WHERE " + (hasKey() ? "id BETWEEN " + from + " AND " + (from + count - 1) : "ctid IN (SELECT ctid FROM " + own(from) + " ORDER BY ctid LIMIT " + count + ")");
    }

    /** @param salt a text that no other statement has */
    String update(int from, int count, String salt, Random random) {
        String set = switch (random.nextInt(5)) {
            case 0 -> "s = '" + salt + "'";
            case 1 -> "n = n + 1";
            case 2 -> "s = NULL, n = NULL";
            case 3 -> "n = n";
            default -> changeOwnColumn(salt, random);
        };
        String rows = hasKey() ? "id BETWEEN " + from + " AND " + (from + count - 1) : "ctid = (SELECT " + (random.nextBoolean() ? "min" : "max") + "(ctid) FROM " + own(from) + ")";
        return "UPDATE " + this + " SET " + set + " WHERE " + rows;
    }

    private String changeOwnColumn(String salt, Random random) {
        return switch (this) {
            case NUMBER_KEY -> random.nextBoolean() ? "j = jsonb_build_object('k', '" + salt + "')" : "at = at + interval '1.5 days'";
            case COMPOSITE_KEY -> "region = region || ''";
            case TEXT_KEY -> "d = d + 1";
            case NO_KEY -> "b = NOT b";
            case FULL_WITH_KEY -> "a = array_append(a, '" + salt + "')";
            case INDEX_IDENTITY -> "n = 0";
            case SECOND_UNIQUE -> "u = NULL";
            case LARGE_VALUES -> random.nextBoolean() ? "big = repeat(md5('" + salt + "'), 130)" : "more = NULL";
            case LARGE_WITHOUT_KEY -> "big = repeat(md5('" + salt + "'), 110)";
        };
    }

    /** Gives rows other keys, or unique values that other rows had, where the shape has such. */
    List<String> move(int a, int b, int free, String salt) {
        if (this == COMPOSITE_KEY || this == TEXT_KEY || this == INDEX_IDENTITY) {
            String column = this == COMPOSITE_KEY ? "region" : "code";
            return List.of("UPDATE " + this + " SET " + column + " = '" + salt + "' WHERE ctid = (SELECT min(ctid) FROM " + this + " WHERE id = " + a + ")");
        }
        if (this == SECOND_UNIQUE) {
            return List.of("UPDATE second_unique SET u = NULL WHERE u = " + a, "UPDATE second_unique SET u = " + a + " WHERE id = " + b);
        }
        if (!hasIdKey()) {
            return List.of("UPDATE " + this + " SET id = id + 1 WHERE ctid = (SELECT min(ctid) FROM " + own(a) + ")");
        }
        return List.of("UPDATE " + this + " SET id = " + free + " WHERE id = " + a, "UPDATE " + this + " SET id = " + a + " WHERE id = " + b,
                "UPDATE " + this + " SET id = " + b + " WHERE id = " + free);
    }

    /** The rows of a table without a key that belong to a session: their numbers begin with the session's. */
    private String own(int id) {
        return this + " WHERE id::text LIKE '" + Integer.toString(id).charAt(0) + "%'";
    }

    /** Its name in SQL. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
