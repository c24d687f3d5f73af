package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.KeyRange;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

/** Reads rows of one table of the target back, as text cells. One thread, on a connection in autocommit mode. */
final class TableReading {

    private static final int KEYS_AT_ONCE = 100;
    /** What every database takes in a statement. */
    private static final int MOST_PARAMETERS = 2_000;
    private static final Set<String> WHOLE_NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "int2", "int4", "int8", "oid",
            "hugeint", "decimal", "numeric", "number");

    private final Connection connection;
    private final Dialect dialect;
    private final TargetTable table;
    private final RowBinding binding;
    private final String select;

    TableReading(Connection connection, Dialect dialect, TargetTable table) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = table;
        this.binding = new RowBinding(table);
        this.select = table.columns().stream().map(dialect.syntax()::read).collect(Collectors.joining(", ", "SELECT ", " FROM " + table.quoted()));
    }

    TargetTable table() {
        return table;
    }

    boolean hasNumericKey() {
        return table.schema().hasKey() && table.keyColumns().stream().allMatch(TableReading::isWholeNumber);
    }

    private static boolean isWholeNumber(TargetColumn column) {
        PgType type = column.source().type().withoutDomain();
        boolean inSource = type == PgType.Simple.SMALLINT || type == PgType.Simple.INTEGER || type == PgType.Simple.BIGINT || type == PgType.Simple.OID;
        String name = column.existing().type();
        return inSource && (WHOLE_NUMBERS.contains(name) || name.endsWith("unsigned"));
    }

    void read(KeyRange range, int rowsAtOnce, Consumer<Row> rows) throws SQLException {
        Row after = range.after();
        Row upTo = range.upTo();
        List<String> conditions = new ArrayList<>();
        if (after != null) {
            conditions.add(beyond(">", ">"));
        }
        if (upTo != null) {
            conditions.add(beyond("<", "<="));
        }
        String sql = conditions.isEmpty() ? select : select + " WHERE " + String.join(" AND ", conditions)
                + table.keyColumns().stream().map(TargetColumn::quoted).collect(Collectors.joining(", ", " ORDER BY ", ""));
        connection.setAutoCommit(false); // only then do some drivers read in portions
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(rowsAtOnce);
            int next = after == null ? 1 : bindBeyond(statement, 1, after);
            if (upTo != null) {
                bindBeyond(statement, next, upTo);
            }
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.accept(row(found));
                }
            }
        } finally {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** {@code (a > ? OR (a = ? AND b >= ?))}: not every dialect compares rows, and not every one that does uses an index for it. */
    private String beyond(String operator, String last) {
        List<TargetColumn> key = table.keyColumns();
        String condition = "";
        for (int i = key.size() - 1; i >= 0; i--) {
            String column = key.get(i).quoted();
            String placeholder = dialect.syntax().placeholder(key.get(i));
            condition = i == key.size() - 1
                    ? column + " " + last + " " + placeholder
                    : "(" + column + " " + operator + " " + placeholder + " OR (" + column + " = " + placeholder + " AND " + condition + "))";
        }
        return condition;
    }

    private int bindBeyond(PreparedStatement statement, int first, Row key) throws SQLException {
        int next = first;
        int[] columns = binding.key();
        for (int i = 0; i < columns.length; i++) {
            int[] column = {columns[i]};
            next = binding.bind(statement, next, key, column);
            if (i < columns.length - 1) {
                next = binding.bind(statement, next, key, column);
            }
        }
        return next;
    }

    List<Row> fetch(List<Row> keys) throws SQLException {
        List<Row> rows = new ArrayList<>();
        int atOnce = Math.min(KEYS_AT_ONCE, Math.max(1, MOST_PARAMETERS / Math.max(1, binding.key().length)));
        for (int from = 0; from < keys.size(); from += atOnce) {
            List<Row> part = keys.subList(from, Math.min(keys.size(), from + atOnce));
            try (PreparedStatement statement = connection.prepareStatement(select + " WHERE " + dialect.syntax().keyIn(table, part.size()))) {
                int next = 1;
                for (Row key : part) {
                    next = binding.bind(statement, next, key, binding.key());
                }
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        rows.add(row(found));
                    }
                }
            }
        }
        return rows;
    }

    private Row row(ResultSet found) throws SQLException {
        byte[] @Nullable [] values = new byte[table.columns().size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.columns().get(i).encoder().read(found, i + 1);
        }
        return Row.ofUtf8(values);
    }
}
