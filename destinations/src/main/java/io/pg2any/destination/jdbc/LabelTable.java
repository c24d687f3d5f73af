package io.pg2any.destination.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.pg2any.destination.EnumLabels;
import io.pg2any.destination.TargetName;

/**
 * pg2any's table of the labels that rows of the target have for values of the source's enum types, a row for each type. The labels stand in one text: for each
 * {@code oid:label}, the label as in a URL, with blanks between them.
 */
final class LabelTable {

    static final TargetName NAME = new TargetName("", "pg2any_label");

    private final Dialect dialect;
    private final String table;
    private final String slot;
    private final Statements statements;

    LabelTable(Dialect dialect, String slot, Statements statements) {
        this.dialect = dialect;
        this.table = dialect.identifiers().quote(NAME);
        this.slot = slot;
        this.statements = statements;
    }

    String ddl() {
        ControlTypes types = dialect.control();
        return "CREATE TABLE " + table + " (slot " + types.name() + " NOT NULL, type_oid " + types.integer() + " NOT NULL, labels " + types.text()
                + " NOT NULL, PRIMARY KEY (slot, type_oid))" + dialect.syntax().tableOptions();
    }

    List<EnumLabels> all() throws SQLException {
        PreparedStatement select = statements.get("SELECT type_oid, labels FROM " + table + " WHERE slot = ?");
        select.setString(1, slot);
        List<EnumLabels> all = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Map<Integer, String> labels = new HashMap<>();
                for (String word : rows.getString(2).split(" ", -1)) {
                    int colon = word.indexOf(':');
                    labels.put(Integer.parseUnsignedInt(word, 0, colon, 10), URLDecoder.decode(word.substring(colon + 1), StandardCharsets.UTF_8));
                }
                all.add(new EnumLabels((int) rows.getLong(1), labels));
            }
        }
        return all;
    }

    void record(EnumLabels labels) throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + table + " WHERE slot = ? AND type_oid = ?");
        delete.setString(1, slot);
        delete.setLong(2, Integer.toUnsignedLong(labels.typeOid()));
        delete.executeUpdate();
        PreparedStatement insert = statements.get("INSERT INTO " + table + " (slot, type_oid, labels) VALUES (?, ?, ?)");
        insert.setString(1, slot);
        insert.setLong(2, Integer.toUnsignedLong(labels.typeOid()));
        insert.setString(3, new TreeMap<>(labels.labels()).entrySet().stream()
                .map(label -> Integer.toUnsignedString(label.getKey()) + ":" + URLEncoder.encode(label.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining(" ")));
        insert.executeUpdate();
    }

    void forget() throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + table + " WHERE slot = ?");
        delete.setString(1, slot);
        delete.executeUpdate();
    }
}
