package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The prepared statements of one connection, the least used closed first: servers limit how many there may be. */
public final class Statements implements AutoCloseable {

    private static final int MOST = 256;

    private final Connection connection;
    private final LinkedHashMap<String, PreparedStatement> open = new LinkedHashMap<>(16, 0.75f, true);

    public Statements(Connection connection) {
        this.connection = connection;
    }

    public PreparedStatement get(String sql) throws SQLException {
        PreparedStatement known = open.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement made = connection.prepareStatement(sql);
        open.put(sql, made);
        if (open.size() > MOST) {
            Iterator<Map.Entry<String, PreparedStatement>> eldest = open.entrySet().iterator();
            PreparedStatement old = eldest.next().getValue();
            eldest.remove();
            old.close();
        }
        return made;
    }

    /** Closes all: after a table's shape changed. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : open.values()) {
            statement.close();
        }
        open.clear();
    }
}
