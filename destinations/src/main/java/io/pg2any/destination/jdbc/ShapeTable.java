package io.pg2any.destination.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.destination.TargetName;
import io.pg2any.event.TableId;

/**
 * pg2any's table of the shapes that the target's tables were brought in line with. The columns stand in one text: for each
 * {@code number:type:modifier:n:version:name}, {@code n} being 1 for NOT NULL, the name as in a URL, with blanks between them.
 */
final class ShapeTable {

    static final TargetName NAME = new TargetName("", "pg2any_shape");

    private final Dialect dialect;
    private final String table;
    private final String slot;
    private final Statements statements;

    ShapeTable(Dialect dialect, String slot, Statements statements) {
        this.dialect = dialect;
        this.table = dialect.identifiers().quote(NAME);
        this.slot = slot;
        this.statements = statements;
    }

    String ddl() {
        ControlTypes types = dialect.control();
        return "CREATE TABLE " + table + " (slot " + types.name() + " NOT NULL, source_schema " + types.name() + " NOT NULL, source_table "
                + types.name() + " NOT NULL, relation_oid " + types.integer() + " NOT NULL, relation_file " + types.integer() + " NOT NULL, highest_number " + types.integer() + " NOT NULL, relation_columns "
                + types.text() + " NOT NULL, primary_key " + types.text() + ", identity_key " + types.text() + ", PRIMARY KEY (slot, source_schema, source_table))" + dialect.syntax().tableOptions();
    }

    List<TableShape> all() throws SQLException {
        PreparedStatement select = statements.get("SELECT source_schema, source_table, relation_oid, relation_file, highest_number, relation_columns, primary_key, identity_key FROM "
                + table + " WHERE slot = ?");
        select.setString(1, slot);
        List<TableShape> shapes = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                shapes.add(new TableShape(new TableId(rows.getString(1), rows.getString(2)), (int) rows.getLong(3), rows.getLong(4), rows.getInt(5),
                        words(rows.getString(6)).map(ShapeTable::column).toList(), numbers(rows.getString(7)), numbers(rows.getString(8))));
            }
        }
        return shapes;
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty());
    }

    /** A database may keep an empty text as NULL. */
    private static List<Integer> numbers(@Nullable String text) {
        return text == null ? List.of() : words(text).map(Integer::valueOf).toList();
    }

    private static String text(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static ShapeColumn column(String text) {
        String[] parts = text.split(":", 6);
        return new ShapeColumn(Integer.parseInt(parts[0]), URLDecoder.decode(parts[5], StandardCharsets.UTF_8), Integer.parseUnsignedInt(parts[1]),
                Integer.parseInt(parts[2]), parts[3].equals("1"), Long.parseLong(parts[4]));
    }

    private static String text(ShapeColumn column) {
        return column.number() + ":" + Integer.toUnsignedString(column.typeOid()) + ":" + column.typeModifier() + (column.required() ? ":1:" : ":0:") + column.version() + ":"
                + URLEncoder.encode(column.name(), StandardCharsets.UTF_8);
    }

    void record(TableShape shape) throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + table + " WHERE slot = ? AND source_schema = ? AND source_table = ?");
        bindName(delete, shape);
        delete.executeUpdate();
        PreparedStatement insert = statements.get("INSERT INTO " + table
                + " (slot, source_schema, source_table, relation_oid, relation_file, highest_number, relation_columns, primary_key, identity_key)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        bindName(insert, shape);
        insert.setLong(4, Integer.toUnsignedLong(shape.oid()));
        insert.setLong(5, shape.file());
        insert.setInt(6, shape.highest());
        insert.setString(7, shape.columns().stream().map(ShapeTable::text).collect(Collectors.joining(" ")));
        insert.setString(8, text(shape.primaryKey()));
        insert.setString(9, text(shape.key()));
        insert.executeUpdate();
    }

    private void bindName(PreparedStatement statement, TableShape shape) throws SQLException {
        statement.setString(1, slot);
        statement.setString(2, shape.table().schema());
        statement.setString(3, shape.table().table());
    }

    void forget(TableId name) throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + table + " WHERE slot = ? AND source_schema = ? AND source_table = ?");
        delete.setString(1, slot);
        delete.setString(2, name.schema());
        delete.setString(3, name.table());
        delete.executeUpdate();
    }

    void forget() throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + table + " WHERE slot = ?");
        delete.setString(1, slot);
        delete.executeUpdate();
    }
}
