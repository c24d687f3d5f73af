package io.pg2any.app.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table, of rows of about 200 bytes in 7 columns, on both sides. */
record OrdersTable(DemoServers.Database source, DemoServers.Database target) {

    static final String SLOT = "bench_slot";
    static final String PUBLICATION = "bench_pub";
    private static final int PRESENT = 100_000;
    private static final long LAST = Integer.MAX_VALUE;
    private static final String CHECK = "SELECT count(*), sum(id), sum(customer_id), sum(amount), sum(char_length(status)), sum(char_length(note)) FROM orders";

    /** The table with its publication, the slot, and behind it what the workload does. */
    void prepare(Workload workload, int rows) throws SQLException {
        run(source, "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int NOT NULL, status text NOT NULL, amount numeric(12,2) NOT NULL, note text, attrs jsonb, created_at timestamptz NOT NULL)",
                """
                CREATE FUNCTION fill(first bigint, last bigint) RETURNS void LANGUAGE sql AS $$
                  INSERT INTO orders SELECT i, i % 9973, 'new', i % 100000 + (i % 100) / 100.0, E'Leave it at the door, ring "twice"\\nand wait — it''s naïve ' || i,
                      jsonb_build_object('k', i, 'tags', jsonb_build_array('a', 'b')), timestamptz '2026-01-01 00:00+00' + i * interval '1 second' FROM generate_series(first, last) i $$
                """, "CREATE PUBLICATION " + PUBLICATION + " FOR TABLE orders");
        if (workload == Workload.MIXED) {
            run(source, "SELECT fill(1, " + PRESENT + ")");
        }
        makeTarget(workload);
        if (workload.isCopy()) {
            run(source, workload.sql(rows), "SELECT fill(" + LAST + ", " + LAST + ")", "VACUUM ANALYZE orders", "CHECKPOINT");
            return;
        }
        run(source, "SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')", workload.sql(rows), "SELECT fill(" + LAST + ", " + LAST + ")", "CHECKPOINT");
    }

    private void makeTarget(Workload workload) throws SQLException {
        boolean isPostgres = target.url().startsWith("postgresql");
        run(target, "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int NOT NULL, status " + (isPostgres ? "text" : "longtext") + " NOT NULL, amount numeric(12,2) NOT NULL, note "
                + (isPostgres ? "text, attrs jsonb, created_at timestamptz NOT NULL)" : "longtext, attrs json, created_at datetime(6) NOT NULL) CHARACTER SET utf8mb4"));
        present(workload);
    }

    /** What the source held before its slots were made. */
    private void present(Workload workload) throws SQLException {
        if (workload != Workload.MIXED) {
            return;
        }
        try (Connection from = source.connect(); Connection to = target.connect();
                var rows = from.createStatement().executeQuery(
                        "SELECT id, customer_id, status, amount, note, attrs::text, (created_at AT TIME ZONE 'UTC')::text FROM orders WHERE id <= " + PRESENT + " ORDER BY id");
                var insert = to.prepareStatement(target.url().startsWith("postgresql") ? "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?::jsonb, (?::timestamp) AT TIME ZONE 'UTC')"
                        : "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            to.setAutoCommit(false);
            for (int n = 1; rows.next(); n++) {
                insert.setLong(1, rows.getLong(1));
                insert.setInt(2, rows.getInt(2));
                insert.setString(3, rows.getString(3));
                insert.setBigDecimal(4, rows.getBigDecimal(4));
                for (int column = 5; column <= 7; column++) {
                    insert.setString(column, rows.getString(column));
                }
                insert.addBatch();
                if (n % 1000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
            to.commit();
        }
    }

    /** Whether the last row is there. */
    static boolean hasArrived(Connection target) throws SQLException {
        return !values(target, "SELECT id FROM orders WHERE id = " + LAST).isEmpty();
    }

    void subscribe(Workload workload) throws SQLException {
        String connection = source.jdbcUrl().replaceAll("jdbc:postgresql://([^:]+):(\\d+)/(\\w+).*", "host=$1 port=$2 dbname=$3 user=postgres");
        run(target, "CREATE SUBSCRIPTION bench_own CONNECTION '" + connection + "' PUBLICATION " + PUBLICATION + " WITH (" + (workload.isCopy()
                ? "slot_name = '" + SLOT + "')"
                : "create_slot = false, copy_data = false, slot_name = '" + SLOT + "')"));
    }

    void unsubscribe() throws SQLException {
        run(target, "ALTER SUBSCRIPTION bench_own DISABLE", "ALTER SUBSCRIPTION bench_own SET (slot_name = NONE)", "DROP SUBSCRIPTION bench_own");
    }

    void check() throws SQLException {
        try (Connection from = source.connect(); Connection to = target.connect()) {
            List<String> expected = values(from, CHECK);
            List<String> found = values(to, CHECK);
            if (!expected.equals(found)) {
                throw new IllegalStateException("the target is not equal: " + found + " instead of " + expected);
            }
        }
    }

    private static void run(DemoServers.Database database, String... statements) throws SQLException {
        try (Connection connection = database.connect(); var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> values(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
            }
            return values;
        }
    }
}
