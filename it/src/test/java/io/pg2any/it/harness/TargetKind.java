package io.pg2any.it.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.pg2any.destination.servers.OracleSchema;
import io.pg2any.destination.servers.SqlServerDatabase;

/** The destinations on which every scenario is played. */
public enum TargetKind {
    MARIADB("MariaDB"),
    MYSQL("MySQL"),
    POSTGRESQL("PostgreSQL"),
    SQLITE("SQLite"),
    DUCKDB("DuckDB"),
    SQLSERVER("SQL Server"),
    ORACLE("Oracle");

    /**
     * The targets of a run: {@code -Dpg2any.targets=sqlite,mariadb}, or {@code all}; in the environment {@code PG2ANY_TEST_TARGETS}. Without it all that
     * can be had but DuckDB, which then is tested by its own tests and by the kit.
     */
    private static final String WANTED = System.getProperty("pg2any.targets",
            System.getenv().getOrDefault("PG2ANY_TEST_TARGETS", "mariadb,mysql,postgresql,sqlite,sqlserver,oracle"));

    private final String title;

    TargetKind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public boolean isMySqlFamily() {
        return this == MARIADB || this == MYSQL;
    }

    /** Whether names of tables that differ by case alone are one name. */
    public boolean foldsTableNames() {
        return this == SQLITE || this == DUCKDB || this == SQLSERVER || this == ORACLE;
    }

    /** Whether an empty text is something else than NULL. */
    public boolean keepsEmptyValues() {
        return this != ORACLE;
    }

    /** Whether this run plays on it. */
    public boolean isWanted() {
        return WANTED.equals("all") || List.of(WANTED.toLowerCase(Locale.ROOT).split(",")).contains(name().toLowerCase(Locale.ROOT));
    }

    /** Why it cannot be played on here; empty if it can. */
    public String missing() {
        if (this == SQLSERVER && !SqlServerDatabase.isThere()) {
            return "SKIPPED: no SQL Server; set " + SqlServerDatabase.URL + " to sqlserver://user:password@host:port/database";
        }
        if (this == ORACLE && !OracleSchema.isThere()) {
            return "SKIPPED: no Oracle Database; set " + OracleSchema.URL + " to oracle://system:password@host:port/service";
        }
        return this == MYSQL && MySqlTarget.mysqlUrl().isEmpty()
                ? "SKIPPED: no MySQL server; set " + MySqlTarget.MYSQL_URL + " to mysql://user:password@host:port/database" : "";
    }

    /** A fresh database of this kind. */
    public Target create() {
        return switch (this) {
            case MARIADB -> MySqlTarget.onMariaDb();
            case MYSQL -> MySqlTarget.onMySql();
            case POSTGRESQL -> new PostgresTarget();
            case SQLITE -> new SqliteTarget();
            case DUCKDB -> new DuckDbTarget();
            case SQLSERVER -> new SqlServerTarget();
            case ORACLE -> new OracleTarget();
        };
    }

    static List<TargetKind> wanted(TargetKind... of) {
        return Arrays.stream(of.length == 0 ? values() : of).filter(TargetKind::isWanted).toList();
    }
}
