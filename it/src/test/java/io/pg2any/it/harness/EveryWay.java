package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sends values of types into a target on every way there is: by the first copy, by inserts and updates of the stream as text,
 * and the same in binary form. All have to give what the source holds, and the very same in the target.
 */
public final class EveryWay {

    private static final List<String> WAYS = List.of("copied", "streamed", "updated", "streamed_binary", "updated_binary");

    private final Scenario it;
    private final List<Values> all = new ArrayList<>();
    private boolean binary = true;

    private record Values(String type, List<String> literals, boolean key) {
        String insert(String table) {
            StringBuilder sql = new StringBuilder("INSERT INTO " + table + " VALUES (0, NULL)");
            for (int i = 0; i < literals.size(); i++) {
                sql.append(", (").append(i + 1).append(", ").append(literal(i)).append(')');
            }
            return sql.toString();
        }

        String literal(int i) {
            return "'" + literals.get(i).replace("'", "''") + "'::" + type;
        }
    }

    public EveryWay(Scenario it) {
        this.it = it;
    }

    /** Values of a type as PostgreSQL reads them from text. */
    public EveryWay of(String type, String... literals) {
        all.add(new Values(type, List.of(literals), false));
        return this;
    }

    /** The same, which are primary keys besides: no two of them are equal. */
    public EveryWay ofKey(String type, String... literals) {
        all.add(new Values(type, List.of(literals), true));
        return this;
    }

    /** Values for some kinds of targets only; the others' type tables say why not. */
    public EveryWay except(TargetKind[] kinds, String type, String... literals) {
        return Arrays.asList(kinds).contains(it.kind()) ? this : of(type, literals);
    }

    /** For types whose binary form only their extension knows: text both times. */
    public EveryWay asTextOnly() {
        binary = false;
        return this;
    }

    public void prove() {
        for (int i = 0; i < all.size(); i++) {
            for (String way : WAYS) {
                it.source("CREATE TABLE " + way + "_" + i + " (id int PRIMARY KEY, v " + all.get(i).type + ")");
            }
            it.source(all.get(i).insert("copied_" + i));
            if (all.get(i).key) {
                createKeyTable(i);
            }
        }
        it.follow(config -> config.binaryFormat(false));
        stream("");
        changeByKey("n = n + 1");
        it.caughtUp();
        it.stop();
        it.follow(config -> config.binaryFormat(binary));
        stream("_binary");
        changeByKey("n = n + 10");
        it.assertEqual();
        assertSameInTarget();
    }

    private void stream(String form) {
        for (int i = 0; i < all.size(); i++) {
            Values values = all.get(i);
            String updated = "updated" + form + "_" + i;
            it.source(values.insert("streamed" + form + "_" + i),
                    "INSERT INTO " + updated + " SELECT generate_series(0, " + values.literals.size() + ")");
            for (int j = 0; j < values.literals.size(); j++) {
                it.source("UPDATE " + updated + " SET v = " + values.literal(j) + " WHERE id = " + (j + 1));
            }
        }
    }

    private void createKeyTable(int i) {
        Values values = all.get(i);
        it.source("CREATE TABLE key_" + i + " (v " + values.type + " PRIMARY KEY, n int, place int)");
        IntStream.range(0, values.literals.size()).forEach(j -> it.source("INSERT INTO key_" + i + " VALUES (" + values.literal(j) + ", 0, " + j + ")"));
    }

    private void changeByKey(String change) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key) {
                it.source("UPDATE key_" + i + " SET " + change, "CREATE TEMP TABLE kept AS SELECT * FROM key_" + i + " WHERE place % 2 = 0",
                        "DELETE FROM key_" + i + " WHERE place % 2 = 0", "INSERT INTO key_" + i + " SELECT * FROM kept",
                        "DELETE FROM key_" + i + " WHERE place = 0", "INSERT INTO key_" + i + " SELECT * FROM kept WHERE place = 0", "DROP TABLE kept");
            }
        }
    }

    private void assertSameInTarget() {
        List<String> differences = new ArrayList<>();
        try (Connection connection = it.target().connect(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < all.size(); i++) {
                List<String> copied = stored(statement, i, WAYS.getFirst());
                for (String way : WAYS) {
                    if (!stored(statement, i, way).equals(copied)) {
                        differences.add(all.get(i).type + " " + way + " is " + stored(statement, i, way) + ", but copied " + copied);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (!differences.isEmpty()) {
            throw new AssertionError("not the same in " + it.kind().title() + " on every way:\n  " + String.join("\n  ", differences));
        }
    }

    /** As the target has them, without any evening out: bytes, and what type the target's driver takes them for. */
    private List<String> stored(Statement statement, int i, String way) throws SQLException {
        String v = it.target().quote("v");
        String sql = "SELECT " + v + " FROM " + it.target().nameOf("public", way + "_" + i) + " ORDER BY " + it.target().quote("id");
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Object value = rows.getObject(1);
                values.add(value == null ? "∅" : value.getClass().getSimpleName() + " "
                        + (value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : rows.getString(1)));
            }
        }
        return values;
    }
}
