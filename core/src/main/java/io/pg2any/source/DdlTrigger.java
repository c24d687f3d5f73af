package io.pg2any.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;

/**
 * The event trigger in the source that tells of DDL ({@code ddl-trigger.sql}): one a database, for all streams. Uses the connection it is given, on that
 * connection's thread.
 */
public final class DdlTrigger {

    private static final Logger LOG = LoggerFactory.getLogger(DdlTrigger.class);

    /** What the comment of this version's function says. */
    private static final String MARK = "pg2any 1";

    private static final String THERE = """
            SELECT count(*) = 2 FROM pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'pg2any' AND p.proname = 'tell_ddl' AND t.evtname IN ('pg2any_ddl', 'pg2any_drop') AND t.evtenabled IN ('O', 'A')
              AND obj_description(p.oid, 'pg_proc') = '%s'""".formatted(MARK);

    private final Connection connection;

    public DdlTrigger(Connection connection) {
        this.connection = connection;
    }

    /** The statements that make it, for whoever may run them. */
    public static String statements() {
        try (InputStream in = DdlTrigger.class.getResourceAsStream("ddl-trigger.sql")) {
            if (in == null) {
                throw CdcException.internal("resource", "ddl-trigger.sql is missing in the program.", null);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this version of it is there and switched on. */
    public boolean exists() throws SQLException {
        return flag(THERE);
    }

    /** Whether the user may make it, as far as that can be told beforehand; managed services have users who may though they are no superusers. */
    public boolean mayCreate() throws SQLException {
        return flag("SELECT rolsuper OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname IN ('rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser')"
                + " AND pg_has_role(m.oid, 'MEMBER')) FROM pg_roles WHERE rolname = current_user");
    }

    /**
     * Makes it unless it is there.
     *
     * @throws CdcException of kind configuration if the user may not
     */
    public void ensure() throws SQLException {
        if (exists()) {
            return;
        }
        try {
            create();
        } catch (SQLException e) {
            if (exists()) {
                return; // another one was quicker
            }
            throw refused(e);
        }
        LOG.info("event trigger created schema=pg2any");
    }

    /** The error for a user who may not make it. */
    private static CdcException refused(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("42501") || state.equals("25006")) {
            return new CdcException(CdcException.Kind.CONFIGURATION, "ddl-trigger", "The event trigger that tells of DDL is not in the source, and could not be made: "
                    + SourceErrors.firstLine(e.getMessage()) + ".",
                    "Let a superuser of the primary make it once with pg2any ddl-trigger create, or run what pg2any ddl-trigger print says; or leave --ddl-trigger out.", e);
        }
        return SourceErrors.of("making the event trigger for DDL", e);
    }

    private void create() throws SQLException {
        boolean auto = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('pg2any.ddl', 0))");
            statement.execute(statements());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(auto);
        }
    }

    /** Removes it with its schema; whether it was there. */
    public boolean drop() throws SQLException {
        boolean there = flag("SELECT count(*) > 0 FROM pg_namespace WHERE nspname = 'pg2any'");
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS pg2any CASCADE");
        } catch (SQLException e) {
            throw SourceErrors.of("removing the event trigger for DDL", e);
        }
        return there;
    }

    private boolean flag(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.next() && result.getBoolean(1);
        }
    }
}
