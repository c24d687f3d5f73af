package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Statement;

import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * LOAD DATA LOCAL of rows in memory into one table. The server makes warnings of errors there: it skips rows whose key is taken and
 * changes values that do not fit. So every warning counts as the error that it is.
 */
final class LoadData {

    /** That something will go away one day says nothing of a row. */
    private static final List<Integer> DEPRECATIONS = List.of(1287, 1681, 3719, 3778);
    /** ER_DUP_ENTRY and ER_DUP_ENTRY_WITH_KEY_NAME: the row was skipped. */
    private static final List<Integer> DUPLICATES = List.of(1062, 1586);
    private static final String DATA_EXCEPTION = "22000";

    private final Connection connection;
    private final TargetTable table;
    private final MySqlEncoder[] encoders;
    private final CellParameter value = new CellParameter();
    private final LoadText text;
    private final String sql;

    private LoadData(Connection connection, TargetTable table, MySqlEncoder[] encoders, LoadText text, String characterSet) {
        this.connection = connection;
        this.table = table;
        this.encoders = encoders;
        this.text = text;
        this.sql = "LOAD DATA LOCAL INFILE 'pg2any' INTO TABLE " + table.quoted() + " CHARACTER SET " + characterSet + LoadText.FORMAT + " ("
                + table.columns().stream().map(TargetColumn::quoted).collect(Collectors.joining(", ")) + ")";
    }

    /** The way into this table; none where JSON, which is text, and bytes, which are none, would have to share a character set. */
    static Optional<LoadData> of(Connection connection, TargetTable table, LoadText text) {
        MySqlEncoder[] encoders = MySqlEncoder.all(table);
        boolean bytes = List.of(encoders).stream().anyMatch(encoder -> encoder.form() == WireForm.BYTES);
        boolean json = table.columns().stream().anyMatch(column -> column.existing().type().equals("json"));
        return bytes && json ? Optional.empty() : Optional.of(new LoadData(connection, table, encoders, text, bytes ? "binary" : "utf8mb4"));
    }

    /** Loads rows whose keys are not there. */
    void insert(List<Row> rows) throws SQLException {
        Optional<SQLWarning> duplicate = load(rows);
        if (duplicate.isPresent()) {
            throw refused(duplicate.get());
        }
    }

    /**
     * Loads rows of which some may be there.
     *
     * @return whether all were loaded; otherwise those that were there are as they were
     */
    boolean insertWhereAbsent(List<Row> rows) throws SQLException {
        return load(rows).isEmpty();
    }

    /** Gives the warning of a row that was skipped since its key is taken. */
    private Optional<SQLWarning> load(List<Row> rows) throws SQLException {
        text.clear();
        for (Row row : rows) {
            add(row);
        }
        try (Statement statement = connection.createStatement().unwrap(Statement.class)) {
            statement.setLocalInfileInputStream(text.stream());
            statement.execute(sql);
            return duplicate(statement.getWarnings());
        }
    }

    private void add(Row row) {
        for (int i = 0; i < encoders.length; i++) {
            if (row.isNull(i)) {
                text.addNull();
            } else {
                try {
                    encoders[i].aim(value, row, i);
                } catch (UnfitValue e) {
                    throw table.unfit(row, i, e);
                }
                encoders[i].form().loaded(text, value);
            }
            text.endCell();
        }
        text.endLine();
    }

    private static Optional<SQLWarning> duplicate(@Nullable SQLWarning first) throws SQLException {
        SQLWarning duplicate = null;
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (DUPLICATES.contains(warning.getErrorCode())) {
                duplicate = warning;
            } else if (!DEPRECATIONS.contains(warning.getErrorCode())) {
                throw refused(warning);
            }
        }
        return Optional.ofNullable(duplicate);
    }

    private static SQLException refused(SQLWarning warning) {
        return new SQLException(warning.getMessage(), DATA_EXCEPTION, warning.getErrorCode());
    }
}
