package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends values of types into a target on every way there is: by the first copy, by inserts and updates of the stream as text,
 * and the same in binary form. All have to give what the source holds, and the very same in the target.
 *
 * <p>Each way has a table of its own, with a column a type and a row a value; the first row is all NULL. Types that are tested as
 * keys have a table each besides.
 */
public final class EveryWay {

    private static final List<String> WAYS = List.of("copied", "streamed", "updated", "streamed_binary", "updated_binary");

    private final Scenario it;
    private final List<Values> all = new ArrayList<>();

    private record Values(String type, List<String> literals, boolean key) {
        String expression(int i) {
            return i < 0 || i >= literals.size() ? "NULL" : "'" + literals.get(i).replace("'", "''") + "'::" + type;
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

    /** Values for other kinds of targets only; the type tables of these say why not. */
    public EveryWay except(TargetKind[] kinds, String type, String... literals) {
        return Arrays.asList(kinds).contains(it.kind()) ? this : of(type, literals);
    }

    public void prove() {
        for (String way : WAYS) {
            it.source("CREATE TABLE " + way + " (id int PRIMARY KEY, " + columns(i -> "v" + i + " " + all.get(i).type) + ")");
        }
        insert("copied");
        createKeyTables();
        it.follow(config -> config.binaryFormat(false));
        stream("");
        changeByKey("n = n + 1");
        it.caughtUp();
        it.stop();
        it.follow(config -> config.binaryFormat(true));
        stream("_binary");
        changeByKey("n = n + 10");
        it.assertEqual();
        assertSameInTarget();
    }

    private interface Piece {
        String of(int column);
    }

    private String columns(Piece piece) {
        return IntStream.range(0, all.size()).mapToObj(piece::of).collect(Collectors.joining(", "));
    }

    private int rows() {
        return 1 + all.stream().mapToInt(values -> values.literals.size()).max().orElseThrow();
    }

    private void insert(String table) {
        String rows = IntStream.range(0, rows()).mapToObj(row -> "(" + row + ", " + columns(i -> all.get(i).expression(row - 1)) + ")")
                .collect(Collectors.joining(", "));
        it.source("INSERT INTO " + table + " VALUES " + rows);
    }

    private void stream(String form) {
        insert("streamed" + form);
        it.source("INSERT INTO updated" + form + " SELECT generate_series(0, " + (rows() - 1) + ")");
        for (int row = 1; row < rows(); row++) {
            int at = row - 1;
            it.source("UPDATE updated" + form + " SET " + columns(i -> "v" + i + " = " + all.get(i).expression(at)) + " WHERE id = " + row);
        }
    }

    private void createKeyTables() {
        for (int i = 0; i < all.size(); i++) {
            Values values = all.get(i);
            if (values.key) {
                String rows = IntStream.range(0, values.literals.size()).mapToObj(row -> "(" + values.expression(row) + ", 0, " + row + ")")
                        .collect(Collectors.joining(", "));
                it.source("CREATE TABLE key_" + i + " (v " + values.type + " PRIMARY KEY, n int, place int)", "INSERT INTO key_" + i + " VALUES " + rows);
            }
        }
    }

    private void changeByKey(String change) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key) {
                String table = "key_" + i;
                it.source("UPDATE " + table + " SET " + change, "CREATE TEMP TABLE kept AS SELECT * FROM " + table + " WHERE place % 2 = 0",
                        "DELETE FROM " + table + " WHERE place % 2 = 0", "INSERT INTO " + table + " SELECT * FROM kept",
                        "DELETE FROM " + table + " WHERE place = 1", "DROP TABLE kept");
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

    /** As the target has them, without any evening out; in SQLite, where every value has a type of its own, with that. */
    private List<String> stored(Statement statement, int i, String way) throws SQLException {
        String v = it.target().quote("v" + i);
        String type = it.kind() == TargetKind.SQLITE ? "typeof(" + v + ")" : "''";
        String sql = "SELECT " + it.target().stored(v) + ", " + type + " FROM " + it.target().nameOf("public", way) + " ORDER BY " + it.target().quote("id");
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            boolean bytes = it.kind() == TargetKind.SQLITE || List.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB).contains(rows.getMetaData().getColumnType(1));
            while (rows.next()) {
                String value = bytes ? hex(rows.getBytes(1)) : rows.getString(1);
                values.add(value == null ? "∅" : rows.getString(2) + " " + value);
            }
        }
        return values;
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
