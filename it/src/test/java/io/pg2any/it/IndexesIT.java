package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables that are made get the source's secondary indexes and foreign keys once they are loaded; in DuckDB they get neither. */
class IndexesIT {

    private static final String[] SHOP = {
        "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) UNIQUE, name text, born date)",
        "CREATE INDEX users_name ON users (name)",
        "CREATE INDEX users_born_name ON users (born, name)",
        "CREATE INDEX users_lower ON users (lower(name)) WHERE born IS NOT NULL",
        "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, note text)",
        "CREATE INDEX orders_user ON orders (user_id)",
        "INSERT INTO users SELECT i, 'u' || i || '@example.org', 'n' || i % 7, '2000-01-01' FROM generate_series(1, 500) i",
        "INSERT INTO orders SELECT i, i % 500 + 1, 'x' FROM generate_series(1, 900) i"};

    private static String indexes(Scenario it, String table) {
        String name = it.target().nameOf("public", table);
        return switch (it.kind()) {
            case SQLITE -> it.target().value("SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '" + table
                    + "' AND sql IS NOT NULL ORDER BY name)");
            case POSTGRESQL -> it.target().value("SELECT string_agg(indexrelid::regclass::text, ',' ORDER BY 1) FROM pg_index WHERE indrelid = '" + table
                    + "'::regclass AND NOT indisprimary");
            case DUCKDB -> throw new IllegalStateException("no index is made in DuckDB");
            case SQLSERVER -> String.join(",", column(it, "SELECT name FROM sys.indexes WHERE object_id = OBJECT_ID('" + name + "') AND is_primary_key = 0 AND name IS NOT NULL"));
            case ORACLE -> String.join(",", column(it, "SELECT LOWER(index_name) FROM user_indexes WHERE table_name = '" + table.toUpperCase(java.util.Locale.ROOT)
                    + "' AND uniqueness = 'NONUNIQUE' AND index_type <> 'LOB' ORDER BY index_name"));
            case MARIADB, MYSQL -> it.target().value("SELECT group_concat(DISTINCT index_name ORDER BY index_name) FROM information_schema.statistics"
                    + " WHERE table_schema = database() AND table_name = '" + table + "' AND index_name <> 'PRIMARY' AND '" + name + "' <> ''");
        };
    }

    private static String foreignKeys(Scenario it) {
        return switch (it.kind()) {
            case SQLITE, DUCKDB -> "";
            case POSTGRESQL -> it.target().value("SELECT string_agg(conname, ',') FROM pg_constraint WHERE contype = 'f'");
            case SQLSERVER -> String.join(",", column(it, "SELECT name FROM sys.foreign_keys WHERE is_disabled = 1"));
            case ORACLE -> String.join(",", column(it, "SELECT LOWER(constraint_name) FROM user_constraints WHERE constraint_type = 'R' AND status = 'DISABLED'"));
            case MARIADB, MYSQL -> it.target().value("SELECT group_concat(constraint_name) FROM information_schema.referential_constraints"
                    + " WHERE constraint_schema = database()");
        };
    }

    private static List<String> column(Scenario it, String sql) {
        try (Connection connection = it.target().connect()) {
            return Sql.column(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SQL Server and Oracle index no text of unlimited length. */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.SQLSERVER, TargetKind.ORACLE})
    void areMadeAfterTheCopyAndDoNotDisturbTheStream(Scenario it) {
        it.source(SHOP);
        it.follow();
        String prefix = it.kind() == TargetKind.SQLITE ? "users_" : "";
        String[] made = it.kind() == TargetKind.SQLSERVER || it.kind() == TargetKind.ORACLE ? new String[] {"users_email_key"}
                : new String[] {prefix + "users_name", prefix + "users_born_name", prefix + "users_email_key"};
        assertThat(indexes(it, "users").split(",")).contains(made);
        assertThat(indexes(it, "users").contains("users_lower")).isEqualTo(it.kind() == TargetKind.POSTGRESQL);
        assertThat(indexes(it, "orders")).contains("orders_user");
        if (it.kind() != TargetKind.SQLITE) {
            assertThat(foreignKeys(it)).isEqualTo("orders_user_id_fkey");
        }
        it.source("DELETE FROM users WHERE id % 5 = 0", "UPDATE users SET email = 'moved' WHERE id = 1",
                "BEGIN; UPDATE users SET email = 'x' WHERE id = 1; UPDATE users SET email = 'moved' WHERE id = 2; COMMIT",
                "BEGIN; INSERT INTO users VALUES (1000, 'new', 'n', NULL); INSERT INTO orders VALUES (1000, 1000, 'y'); COMMIT");
        it.assertEqual();
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE})
    void areLeftOutWhereNotWantedAndOfTablesThatWereThere(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, n int)", "CREATE INDEX t_n ON t (n)", "CREATE TABLE mine (id int PRIMARY KEY, n int)",
                "CREATE INDEX mine_n ON mine (n)");
        it.target().run("CREATE TABLE mine (id int PRIMARY KEY, n int)");
        it.follow(config -> config.tables(List.of("public.mine", "public.it_marker")));
        assertThat(indexes(it, "mine")).isNullOrEmpty();
        it.stop();
        it.follow(config -> config.indexes(false));
        assertThat(indexes(it, "t")).isNullOrEmpty();
        it.stop();
        it.follow();
        assertThat(indexes(it, "t")).contains("t_n");
    }
}
