package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain statements on plain connections, with the statement's text in every failure. */
public final class Sql {

    private Sql() {}

    /** Runs statements one after the other, as they are: a transaction is what BEGIN and COMMIT make one. */
    public static void run(Connection connection, String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                execute(statement, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in: " + shortened(sql), e);
        }
    }

    /** The first column of all rows, as text. */
    public static List<String> column(Connection connection, String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in: " + shortened(sql), e);
        }
    }

    /** The single value of a query. */
    public static String value(Connection connection, String sql) {
        List<String> values = column(connection, sql);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows instead of one from: " + shortened(sql));
        }
        return values.get(0);
    }

    private static String shortened(String sql) {
        return sql.length() > 300 ? sql.substring(0, 300) + "…" : sql;
    }
}
