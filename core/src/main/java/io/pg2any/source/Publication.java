package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

/** Creates the publication where it is missing, and keeps one that pg2any created in step with the chosen tables. */
public final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    /** Marks a publication as ours, so that tables may be added to it. */
    private static final String MARK = "created by pg2any";

    /** Is rolled back. */
    private static final String TRIAL = "pg2any_trial";

    private final Connection connection;
    private final Catalog catalog;
    private final String name;
    private final RowFilters filters;

    public Publication(Connection connection, Catalog catalog, String name) {
        this(connection, catalog, name, RowFilters.NONE);
    }

    /** @param filters which rows of tables it publishes; a publication that is not pg2any's has its own */
    public Publication(Connection connection, Catalog catalog, String name, RowFilters filters) {
        this.connection = connection;
        this.catalog = catalog;
        this.name = name;
        this.filters = filters;
    }

    /**
     * The tables that are both published and chosen.
     *
     * @param all whether every table is chosen, later ones too
     * @throws CdcException of kind configuration if nothing is left, or if privileges for creating it are missing
     */
    public List<TableId> ensure(Predicate<TableId> chosen, boolean all) throws SQLException {
        if (!exists()) {
            create(chosen, all);
        } else {
            requireSameFilters();
            addMissing(chosen);
        }
        List<TableId> tables = catalog.publishedTables(name).stream().filter(chosen).toList();
        filters.check(catalog.serverVersion(), tables);
        if (tables.isEmpty()) {
            throw CdcException.configuration("no-tables", "No table of publication " + name + " is chosen: there is nothing to replicate.",
                    "Check --tables, or add tables: ALTER PUBLICATION " + Sql.identifier(name) + " ADD TABLE …");
        }
        return tables;
    }

    /** Which tables that are made later will be published: every one, or those of whole schemas. Ours gets the chosen ones when a run begins. */
    public Predicate<TableId> future() throws SQLException {
        if (isOurs() || flag("SELECT count(*) > 0 FROM pg_publication WHERE pubname = ? AND puballtables")) {
            return _ -> true;
        }
        if (catalog.serverVersion() < 15) {
            return _ -> false;
        }
        Set<String> schemas = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT n.nspname FROM pg_publication p JOIN pg_publication_namespace s ON s.pnpubid = p.oid"
                + " JOIN pg_namespace n ON n.oid = s.pnnspid WHERE p.pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    schemas.add(result.getString(1));
                }
            }
        }
        return table -> schemas.contains(table.schema());
    }

    private boolean exists() throws SQLException {
        return flag("SELECT count(*) > 0 FROM pg_publication WHERE pubname = ?");
    }

    private boolean isOurs() throws SQLException {
        return flag("SELECT coalesce(max(obj_description(oid, 'pg_publication')), '') = '" + MARK + "' FROM pg_publication"
                + " WHERE pubname = ? AND NOT puballtables");
    }

    private boolean flag(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private void create(Predicate<TableId> chosen, boolean all) throws SQLException {
        List<TableId> tables = catalog.userTables().stream().filter(chosen).toList();
        boolean everything = all && filters.isNone() && isSuperuser();
        filters.check(catalog.serverVersion(), tables);
        if (tables.isEmpty() && !everything) {
            throw CdcException.configuration("no-tables", "No table of the source is chosen: there is nothing to replicate.", "Check --tables.");
        }
        String what = everything ? "ALL TABLES" : "TABLE " + list(tables);
        try {
            inTransaction(true, statement -> {
                statement.execute("CREATE PUBLICATION " + Sql.identifier(name) + " FOR " + what + " WITH (" + options() + ")");
                statement.execute("COMMENT ON PUBLICATION " + Sql.identifier(name) + " IS '" + MARK + "'");
                checkIdentity(name);
            });
        } catch (SQLException e) {
            if ("42710".equals(e.getSQLState())) {
                return; // another one was quicker
            }
            throw e;
        }
        LOG.info("publication created name={} tables={}", name, everything ? "all" : tables.size());
    }

    /**
     * Rows of partitions as rows of the table that the user knows; and since PostgreSQL 18 generated columns, without which it
     * refuses updates and deletes of tables with replica identity FULL that have some.
     */
    private String options() {
        return "publish_via_partition_root = true" + (catalog.serverVersion() >= 18 ? ", publish_generated_columns = stored" : "");
    }

    private void addMissing(Predicate<TableId> chosen) throws SQLException {
        List<TableId> published = catalog.publishedTables(name);
        List<TableId> missing = new ArrayList<>(catalog.userTables().stream().filter(chosen).toList());
        missing.removeAll(published);
        if (missing.isEmpty()) {
            return;
        }
        if (!isOurs()) {
            if (!published.isEmpty()) {
                LOG.debug("tables not in publication {}: {}", name, missing);
            }
            return;
        }
        inTransaction(true, statement -> {
            statement.execute("ALTER PUBLICATION " + Sql.identifier(name) + " ADD TABLE " + list(missing));
            checkIdentity(name);
        });
        LOG.info("tables added to publication name={} tables={}", name, missing);
    }

    private boolean isSuperuser() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private String list(List<TableId> tables) {
        return tables.stream().map(table -> Sql.table(table) + filters.of(table).map(condition -> " WHERE (" + condition + ")").orElse(""))
                .collect(Collectors.joining(", "));
    }

    private void checkIdentity(String publication) throws SQLException {
        if (!filters.isNone()) {
            RowFilters.checkIdentity(connection, publication);
        }
    }

    /**
     * Refuses a publication whose row filters are not those asked for: rows that were copied and followed by others would stay as they are. The server
     * prints conditions in its own way, so it prints the wanted ones, too, in a publication that never comes to be.
     */
    private void requireSameFilters() throws SQLException {
        if (filters.isNone()) {
            return;
        }
        filters.check(catalog.serverVersion(), catalog.publishedTables(name));
        if (!isOurs()) {
            throw CdcException.configuration("row-filter", "The publication " + name + " was not made by pg2any for chosen tables: its own row filters count.",
                    "Leave --row-filter out, or name another publication with --publication.");
        }
        Map<TableId, String> there = RowFilters.inPublication(connection, name);
        List<TableId> published = catalog.publishedTables(name);
        Map<TableId, String> wanted = new TreeMap<>();
        inTransaction(false, statement -> {
            statement.execute("CREATE PUBLICATION " + Sql.identifier(TRIAL) + " FOR TABLE " + list(published));
            wanted.putAll(RowFilters.inPublication(connection, TRIAL));
        });
        if (!there.equals(wanted)) {
            throw CdcException.configuration("row-filter", "The publication " + name + " has other row filters than those asked for, and the rows that are"
                            + " replicated already are chosen by them.",
                    "To begin anew with these, drop the publication and the slot and run with --on-existing truncate; or put --row-filter back.");
        }
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private void inTransaction(boolean keep, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            work.on(statement);
            if (keep) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
