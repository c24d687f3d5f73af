package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.Canonical;
import io.pg2any.destination.Category;

/**
 * The measure of every test: the target holds what the source holds, value by value. Reads both over plain JDBC and shares
 * no code with the product.
 */
public final class Equality {

    private static final int SHOWN = 5;

    private final SourceDatabase source;
    private final Target target;

    public Equality(SourceDatabase source, Target target) {
        this.source = source;
        this.target = target;
    }

    /** Throws an {@link AssertionError} that shows the first differences of every table, {@code except} for some. */
    public void check(String... except) {
        List<String> differences = differences(Set.of(except));
        if (!differences.isEmpty()) {
            throw new AssertionError("source and " + target.kind().title() + " differ:\n  " + String.join("\n  ", differences));
        }
    }

    /** What differs, for people. */
    public List<String> differences(Set<String> except) {
        List<String> differences = new ArrayList<>();
        try (Connection from = source.connect(); Connection to = target.connect()) {
            for (SourceTable table : SourceTable.of(from)) {
                if (!except.contains(table.title())) {
                    compare(table, from, to, differences);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return differences;
    }

    private void compare(SourceTable table, Connection from, Connection to, List<String> differences) throws SQLException {
        Map<List<String>, Integer> expected = rowsOfSource(table, from);
        Map<List<String>, Integer> actual;
        try {
            actual = rowsOfTarget(table, to);
        } catch (SQLException e) {
            differences.add(table.title() + " cannot be read in the target: " + e.getMessage());
            return;
        }
        List<List<String>> missing = surplus(expected, actual);
        List<List<String>> unexpected = surplus(actual, expected);
        Map<List<String>, List<String>> unexpectedByKey = new HashMap<>();
        unexpected.forEach(row -> unexpectedByKey.put(keyOf(table, row), row));
        int shown = 0;
        for (List<String> row : missing) {
            List<String> other = table.key().isEmpty() ? null : unexpectedByKey.remove(keyOf(table, row));
            if (shown++ < SHOWN) {
                differences.add(other == null ? table.title() + ": only in the source: " + shown(row) : cells(table, row, other));
            }
        }
        unexpected.stream().filter(row -> table.key().isEmpty() || unexpectedByKey.containsKey(keyOf(table, row))).limit(SHOWN)
                .forEach(row -> differences.add(table.title() + ": only in the target: " + shown(row)));
        if (missing.size() + unexpected.size() > 2 * SHOWN) {
            differences.add(table.title() + ": in all " + missing.size() + " rows of the source and " + unexpected.size() + " of the target");
        }
    }

    private Map<List<String>, Integer> rowsOfSource(SourceTable table, Connection connection) throws SQLException {
        String columns = table.columns().stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM " + quoted(table.schema()) + "." + quoted(table.name());
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return read(table, rows, (row, index, category) -> {
                String text = row.getString(index);
                boolean empty = text != null && text.equals(category == Category.BYTEA ? "\\x" : "");
                return empty && !target.kind().keepsEmptyValues() ? null : text;
            });
        }
    }

    private Map<List<String>, Integer> rowsOfTarget(SourceTable table, Connection connection) throws SQLException {
        String columns = table.columns().stream()
                .map(column -> target.reading().expression(column.category(), target.quote(column.name()))).collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM " + target.nameOf(table.schema(), table.name());
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return read(table, rows, target.reading()::value);
        }
    }

    private interface Reader {
        Object read(ResultSet row, int index, Category category) throws SQLException;
    }

    private static Map<List<String>, Integer> read(SourceTable table, ResultSet rows, Reader reader) throws SQLException {
        Map<List<String>, Integer> counted = new HashMap<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>(table.columns().size());
            for (int i = 0; i < table.columns().size(); i++) {
                Category category = table.columns().get(i).category();
                row.add(Canonical.of(category, reader.read(rows, i + 1, category)));
            }
            counted.merge(row, 1, Integer::sum);
        }
        return counted;
    }

    /** Rows of which {@code of} has more than {@code over}, as often as it has more. */
    private static List<List<String>> surplus(Map<List<String>, Integer> of, Map<List<String>, Integer> over) {
        List<List<String>> rows = new ArrayList<>();
        of.forEach((row, count) -> {
            for (int i = over.getOrDefault(row, 0); i < count; i++) {
                rows.add(row);
            }
        });
        return rows;
    }

    private static List<String> keyOf(SourceTable table, List<String> row) {
        return table.key().stream().map(row::get).toList();
    }

    private static String cells(SourceTable table, List<String> row, List<String> other) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (!row.get(i).equals(other.get(i))) {
                cells.add(table.columns().get(i).name() + " is " + shown(other.get(i)) + " instead of " + shown(row.get(i)));
            }
        }
        return table.title() + " " + shown(keyOf(table, row)) + ": " + String.join(", ", cells);
    }

    private static String shown(List<String> row) {
        return row.stream().map(Equality::shown).collect(Collectors.joining(" | ", "(", ")"));
    }

    private static String shown(String value) {
        return value.length() > 120 ? value.substring(0, 100) + "… (" + value.length() + " characters)" : value;
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
