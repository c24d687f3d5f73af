package io.pg2any.it.harness;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.Reading;

/** A database in a second cluster, so that what the target writes is not in the log of the source. */
final class PostgresTarget implements Target {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final PostgresServer server = PostgresServer.target();
    private final String name = "target_" + NEXT.incrementAndGet();

    PostgresTarget() {
        server.createDatabase(name);
    }

    @Override
    public TargetKind kind() {
        return TargetKind.POSTGRESQL;
    }

    @Override
    public String url() {
        return url(port());
    }

    @Override
    public String url(int port) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + name;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Connection connect() {
        return server.connect(name);
    }

    @Override
    public String nameOf(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public Reading reading() {
        return Reading.PLAIN;
    }

    @Override
    public void close() {
        server.run("DROP DATABASE " + name + " WITH (FORCE)");
    }
}
