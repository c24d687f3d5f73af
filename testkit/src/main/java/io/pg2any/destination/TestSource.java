package io.pg2any.destination;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.pg2any.CdcClient;
import io.pg2any.event.Lsn;

/** A database of its own on a PostgreSQL server, out of which a stream is played. */
public final class TestSource implements AutoCloseable {

    /** Names a superuser of a PostgreSQL with {@code wal_level = logical}: {@code postgresql://user:password@host:port/database}. */
    public static final String URL = "PG2ANY_TEST_SOURCE_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE = Duration.ofMillis(5).toNanos();
    private static final int PORT = 5432;
    private static final String COLUMNS = """
            SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private final URI server;
    private final String name = "pg2any_kit" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
    private final Connection connection;

    /** @param url of a superuser, {@code postgresql://user:password@host:port/database} */
    public TestSource(String url) {
        server = URI.create(url);
        onServer("CREATE DATABASE " + name);
        connection = connect();
    }

    public String url() {
        return server.getScheme() + "://" + server.getRawAuthority() + "/" + name + (server.getRawQuery() == null ? "" : "?" + server.getRawQuery());
    }

    /** Of the stream, and of its publication. */
    public String slot() {
        return name;
    }

    /** Another session; the caller closes it. */
    public Connection connect() {
        return connect(name);
    }

    private Connection connect(String database) {
        Properties properties = new Properties();
        String[] user = server.getRawUserInfo().split(":", 2);
        properties.setProperty("user", decode(user[0]));
        properties.setProperty("password", user.length > 1 ? decode(user[1]) : "");
        properties.setProperty("preferQueryMode", "simple"); // several statements in one text, as in psql
        try {
            int port = server.getPort() < 0 ? PORT : server.getPort();
            Connection made = DriverManager.getConnection("jdbc:postgresql://" + server.getHost() + ":" + port + "/" + database, properties);
            run(made, "SET TimeZone = 'UTC'", "SET DateStyle = 'ISO'", "SET bytea_output = 'hex'", "SET extra_float_digits = 1");
            return made;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void onServer(String... statements) {
        try (Connection first = connect(server.getPath().substring(1))) {
            run(first, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements one after the other on the test's own session: BEGIN and COMMIT work as they do in psql. */
    public void run(String... statements) {
        run(connection, statements);
    }

    static void run(Connection connection, String... statements) {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e.getMessage() + " in: " + sql, e);
            }
        }
    }

    private List<List<Object>> query(String sql, int columns) {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in: " + sql, e);
        }
    }

    /** The one value of a query; empty for NULL and for no row. */
    public String value(String sql) {
        List<List<Object>> rows = query(sql, 1);
        return rows.isEmpty() || rows.getFirst().getFirst() == null ? "" : rows.getFirst().getFirst().toString();
    }

    public List<SourceColumn> columns(String table) {
        return query(COLUMNS.formatted(table), 2).stream().map(row -> new SourceColumn(row.getFirst().toString(), Category.of(row.getLast().toString()))).toList();
    }

    /** What a table holds, as {@link TestTarget#contents(String, List)} gives it. */
    public List<String> contents(String table) {
        List<SourceColumn> columns = columns(table);
        String names = columns.stream().map(SourceColumn::name).collect(Collectors.joining(", "));
        List<String> contents = new ArrayList<>();
        for (List<Object> row : query("SELECT " + names + " FROM " + table, columns.size())) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(Canonical.of(columns.get(i).category(), row.get(i)));
            }
            contents.add(String.join("|", cells));
        }
        contents.sort(null);
        return contents;
    }

    /** Waits until a stream follows and the slot was told that the target holds for good all that is committed now. */
    public void awaitConfirmed(CdcClient client) {
        awaitConfirmed(() -> switch (client.progress().state()) {
            case STARTING, COPYING, RETRYING -> false;
            case FOLLOWING -> true;
            case STOPPED, FAILED -> throw new AssertionError("the stream ended: " + client.progress());
        }, () -> client.progress().toString());
    }

    /** The same of a stream elsewhere. */
    void awaitConfirmed(BooleanSupplier follows, Supplier<String> state) {
        await("the stream follows", follows, state);
        run("SELECT pg_logical_emit_message(true, 'pg2any testkit', '')");
        Lsn end = Lsn.parse(value("SELECT pg_current_wal_insert_lsn()"));
        await("the slot was told that the target has caught up", () -> {
            String confirmed = value("SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot() + "'");
            return !confirmed.isEmpty() && Lsn.parse(confirmed).compareTo(end) >= 0;
        }, state);
    }

    /** Asks again and again, for a minute at most. */
    static void await(String what, BooleanSupplier condition, Supplier<String> state) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what + ". " + state.get());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        onServer("SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE database = '" + name + "' AND active",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '" + name + "'",
                "DROP DATABASE " + name + " WITH (FORCE)");
    }
}
