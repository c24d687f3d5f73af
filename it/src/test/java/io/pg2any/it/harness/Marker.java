package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the marker's number in a target. */
public final class Marker {

    private final Target target;
    private String trouble = "";

    public Marker(Target target) {
        this.target = target;
    }

    /** -1 where the marker has not come yet, or the target cannot be asked at the moment. */
    public long read() {
        String sql = "SELECT " + target.quote("n") + " FROM " + target.nameOf("public", SourceDatabase.MARKER);
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            trouble = "";
            return row.next() ? row.getLong(1) : -1;
        } catch (SQLException | IllegalStateException e) {
            trouble = "the target cannot be asked: " + e;
            return -1;
        }
    }

    /** Why the target could not be asked the last time; empty if it could. */
    public String trouble() {
        return trouble;
    }
}
