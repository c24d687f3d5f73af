package io.pg2any.app.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The shop's tables and what is in them at first. */
final class Shop {

    static final List<String> TABLES = List.of("users", "orders", "order_items");

    private static final List<String> DDL = List.of(
            """
            CREATE TABLE users (
                id uuid PRIMARY KEY,
                name text NOT NULL,
                email varchar(120) NOT NULL,
                active boolean NOT NULL DEFAULT true,
                balance numeric(14, 2) NOT NULL DEFAULT 0,
                profile jsonb,
                created_at timestamptz NOT NULL)
            """,
            """
            CREATE TABLE orders (
                id uuid PRIMARY KEY,
                user_id uuid NOT NULL REFERENCES users ON UPDATE CASCADE,
                status varchar(16) NOT NULL,
                total numeric(14, 2) NOT NULL,
                note text,
                paid boolean NOT NULL,
                ordered_at timestamptz NOT NULL)
            """,
            """
            CREATE TABLE order_items (
                order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
                line integer NOT NULL,
                product text NOT NULL,
                quantity integer NOT NULL,
                price numeric(10, 2) NOT NULL,
                PRIMARY KEY (order_id, line))
            """,
            "CREATE INDEX ON orders (user_id)");

    /** Every value follows from the number of its row. */
    private static final List<String> ROWS = List.of(
            """
            INSERT INTO users SELECT md5('user' || n)::uuid, 'Zoë Müller ' || n, 'zoe' || n || '@example.org', n % 10 <> 0, n % 5000 / 7.0,
                jsonb_build_object('visits', n, 'tags', jsonb_build_array('a"b', 'ü', n % 3)), '2026-01-01'::timestamptz + n * interval '1 minute 1 microsecond'
            FROM generate_series(1, 2000) n
            """,
            """
            INSERT INTO orders SELECT md5('order' || n)::uuid, md5('user' || n % 2000 + 1)::uuid, 'new', n % 900 / 3.0,
                CASE WHEN n % 4 = 0 THEN E'leave at the door\\nring \\\\ twice' END, n % 2 = 0, '2026-02-01'::timestamptz + n * interval '1 second'
            FROM generate_series(1, 10000) n
            """,
            """
            INSERT INTO order_items SELECT md5('order' || n)::uuid, line, 'Teapot № ' || line, n % 5 + 1, (n + line) % 1000 / 9.0
            FROM generate_series(1, 10000) n, generate_series(1, 3) line
            """);

    private Shop() {}

    static void open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String ddl : DDL) {
                statement.execute(ddl);
            }
            for (String rows : ROWS) {
                statement.execute(rows);
            }
            statement.execute("ANALYZE");
        }
    }
}
