package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;

import io.pg2any.destination.Reading;
import io.pg2any.destination.servers.SqlServerDatabase;

/** A database of its own on the SQL Server that the environment names. */
final class SqlServerTarget implements Target {

    private final SqlServerDatabase database = new SqlServerDatabase();

    @Override
    public TargetKind kind() {
        return TargetKind.SQLSERVER;
    }

    @Override
    public String url() {
        return database.url();
    }

    @Override
    public String url(int port) {
        return database.url("127.0.0.1", port);
    }

    @Override
    public String host() {
        return database.host();
    }

    @Override
    public int port() {
        return database.port();
    }

    @Override
    public Connection connect() {
        try {
            return database.connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String nameOf(String schema, String table) {
        return quote(schema.equals("public") ? "dbo" : schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return "[" + identifier.replace("]", "]]") + "]";
    }

    @Override
    public Reading reading() {
        return Reading.SQL_SERVER;
    }

    /** Of a whole unique index it takes a second NULL for a second value. */
    @Override
    public String uniqueIndex(String index, String tableName, String quotedColumn) {
        return "CREATE UNIQUE INDEX " + index + " ON " + tableName + " (" + quotedColumn + ") WHERE " + quotedColumn + " IS NOT NULL";
    }

    @Override
    public String dropIndex(String index, String tableName) {
        return "DROP INDEX " + index + " ON " + tableName;
    }

    @Override
    public String copyTable(String from, String to) {
        return "SELECT * INTO " + to + " FROM " + from;
    }

    @Override
    public void close() {
        database.close();
    }
}
