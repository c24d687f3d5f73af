package io.pg2any.app.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.app.check.Findings.Group;
import io.pg2any.destination.NameMapping;
import io.pg2any.destination.Remark;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.projection.Projections;
import io.pg2any.source.Catalog;
import io.pg2any.source.SourceTable;
import io.pg2any.source.TableResolver;
import io.pg2any.source.TableSelection;
import io.pg2any.source.TypeCatalog;

/** The publication and the chosen tables: what can be read, what can be followed, and what cannot be replicated at all. */
final class SourceTablesCheck {

    private static final int SHOWN = 10;
    private static final String MARK = "created by pg2any";

    private static final String RELATIONS = """
            SELECT n.nspname, c.relname, c.relkind, c.relpersistence, row_security_active(c.oid) AS hidden,
                   has_table_privilege(c.oid, 'SELECT') AS readable, pg_has_role(c.relowner, 'USAGE') AS owned
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
            ORDER BY 1, 2""";

    private static final String PUBLICATION = """
            SELECT puballtables, pubviaroot, pubinsert AND pubupdate AND pubdelete AND pubtruncate AS complete, pg_has_role(pubowner, 'USAGE') AS owned,
                   coalesce(obj_description(oid, 'pg_publication'), '') = ? AS ours
            FROM pg_publication WHERE pubname = ?""";

    private final Config config;
    private final Connection connection;
    private final Findings findings;
    private final TableSelection selection;
    private final Projections projections;
    private final List<TableSchema> sources = new ArrayList<>();
    private final List<TableSchema> schemas = new ArrayList<>();

    SourceTablesCheck(Config config, Connection connection, Findings findings) {
        this.config = config;
        this.connection = connection;
        this.findings = findings;
        this.selection = Endpoints.selection(config);
        this.projections = Endpoints.projections(config);
    }

    /** A relation of the source with what the user may do with it. */
    private record Found(TableId id, char kind, char persistence, boolean hidden, boolean readable, boolean owned) {
        boolean replicable() {
            return (kind == 'r' || kind == 'p') && persistence == 'p';
        }

        String why() {
            return switch (kind) {
                case 'v' -> "a view";
                case 'm' -> "a materialized view";
                case 'f' -> "a foreign table";
                default -> persistence == 'u' ? "an unlogged table" : "a temporary table";
            };
        }
    }

    /** The tables that would be followed, as the target would have them. */
    List<TableSchema> schemas() {
        return schemas;
    }

    void run() throws SQLException {
        Map<TableId, Found> chosen = new LinkedHashMap<>();
        Map<String, List<TableId>> without = new LinkedHashMap<>();
        for (Found found : relations()) {
            if (found.replicable()) {
                chosen.put(found.id(), found);
            } else {
                without.computeIfAbsent(found.why(), _ -> new ArrayList<>()).add(found.id());
            }
        }
        without.forEach((why, tables) -> findings.add(Group.TABLES, Remark.warn("not replicated", names(tables) + ": each is " + why + ", of which the source's log tells nothing", "")));
        if (chosen.isEmpty()) {
            findings.add(Group.TABLES, Remark.fail("tables", "no table of the source is chosen", "Check --tables."));
            return;
        }
        Catalog catalog = new Catalog(connection);
        Set<TableId> tables = publication(catalog, chosen);
        NameMapping mapping = Endpoints.mapping(config);
        findings.part(Group.TABLES, "mapping", () -> mapping.requireDistinct(tables));
        TableResolver resolver = new TableResolver(catalog, new TypeCatalog(connection), config.publicationName(), mapping);
        int fine = 0;
        for (TableId id : tables) {
            fine += table(id, chosen, resolver) ? 1 : 0;
        }
        findings.part(Group.TABLES, "rules for columns", () -> projections.check(sources));
        findings.add(Group.TABLES, Remark.ok("tables", tables.size() + " chosen, " + fine + " of them without a remark"));
    }

    private List<Found> relations() throws SQLException {
        List<Found> found = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(RELATIONS)) {
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                if (selection.test(id)) {
                    found.add(new Found(id, row.getString(3).charAt(0), row.getString(4).charAt(0), row.getBoolean(5), row.getBoolean(6), row.getBoolean(7)));
                }
            }
        }
        return found;
    }

    /** The tables that would be followed. */
    private Set<TableId> publication(Catalog catalog, Map<TableId, Found> chosen) throws SQLException {
        String name = config.publicationName();
        try (PreparedStatement statement = connection.prepareStatement(PUBLICATION)) {
            statement.setString(1, MARK);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    mayCreate(name, chosen);
                    return chosen.keySet();
                }
                Set<TableId> published = new LinkedHashSet<>(catalog.publishedTables(name));
                List<TableId> missing = chosen.keySet().stream().filter(table -> !published.contains(table)).toList();
                published.removeIf(table -> !selection.test(table));
                boolean grows = row.getBoolean("ours") && !row.getBoolean("puballtables");
                existing(name, row, published, missing, chosen, grows);
                if (grows) {
                    published.addAll(missing);
                }
                return published;
            }
        }
    }

    private void existing(String name, ResultSet row, Set<TableId> published, List<TableId> missing, Map<TableId, Found> chosen, boolean grows)
            throws SQLException {
        if (published.isEmpty() && !(grows && !missing.isEmpty())) {
            findings.add(Group.PUBLICATION, Remark.fail(name, "it holds none of the chosen tables", "ALTER PUBLICATION … ADD TABLE …, or check --tables."));
            return;
        }
        findings.add(Group.PUBLICATION, Remark.ok(name, published.size() + " of its tables are chosen"));
        if (!row.getBoolean("complete")) {
            findings.add(Group.PUBLICATION, Remark.warn(name, "it does not publish inserts, updates, deletes and truncates alike: the target will differ from the source",
                    "ALTER PUBLICATION … SET (publish = 'insert, update, delete, truncate')."));
        }
        boolean partitions = chosen.values().stream().anyMatch(found -> found.kind() == 'p');
        if (partitions && !row.getBoolean("pubviaroot")) {
            findings.add(Group.PUBLICATION, Remark.warn(name, "it publishes partitions one by one: each becomes a table of its own in the target",
                    "ALTER PUBLICATION … SET (publish_via_partition_root = true)."));
        }
        if (!missing.isEmpty() && grows) {
            boolean may = row.getBoolean("owned") && chosen.values().stream().filter(found -> missing.contains(found.id())).allMatch(Found::owned);
            findings.add(Group.PUBLICATION, may ? Remark.ok(name, "these will be added to it: " + names(missing))
                    : Remark.fail(name, "these are to be added to it, for which the user must own them and it: " + names(missing), "Add them as their owner: ALTER PUBLICATION … ADD TABLE …"));
        } else if (!missing.isEmpty() && !selection.isEverything()) {
            findings.add(Group.PUBLICATION, Remark.warn(name, "chosen, but not in it, and so not replicated: " + names(missing), "ALTER PUBLICATION … ADD TABLE …"));
        }
    }

    private void mayCreate(String name, Map<TableId, Found> chosen) throws SQLException {
        List<TableId> foreign = chosen.values().stream().filter(found -> !found.owned()).map(Found::id).toList();
        boolean may;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT has_database_privilege(current_database(), 'CREATE')")) {
            may = row.next() && row.getBoolean(1);
        }
        if (!may) {
            findings.add(Group.PUBLICATION, Remark.fail(name, "it is missing, and the user may not create one", "GRANT CREATE ON DATABASE, or let an owner create it: CREATE PUBLICATION … FOR TABLE …"));
        } else if (!foreign.isEmpty()) {
            findings.add(Group.PUBLICATION, Remark.fail(name, "it is missing, and to create it the user must own every table; it does not own " + names(foreign),
                    "Let their owner or a superuser create it: CREATE PUBLICATION … FOR TABLE … WITH (publish_via_partition_root = true)."));
        } else {
            findings.add(Group.PUBLICATION, Remark.ok(name, "not there yet: it will be created for " + chosen.size() + " tables"));
        }
    }

    /** @return whether there was nothing to say */
    private boolean table(TableId id, Map<TableId, Found> chosen, TableResolver resolver) {
        Found found = chosen.get(id);
        boolean fine = true;
        if (found != null && !found.readable()) {
            findings.add(Group.TABLES, Remark.fail(id.toString(), "the user may not read it", "GRANT SELECT ON it (and USAGE ON its schema) to the user."));
            fine = false;
        }
        if (found != null && found.hidden()) {
            findings.add(Group.TABLES, Remark.fail(id.toString(), "row security hides rows of it from the user: the first copy would not be complete, and stops", "ALTER ROLE … BYPASSRLS, or connect as its owner."));
            fine = false;
        }
        try {
            SourceTable table = resolver.describe(id);
            TableSchema schema = resolver.schema(table);
            sources.add(schema);
            schemas.add(projections.of(schema).target());
            boolean followed = key(table);
            boolean complete = generated(table);
            return followed && complete && fine;
        } catch (CdcException e) {
            findings.failed(Group.TABLES, id.toString(), e);
            return false;
        }
    }

    private boolean key(SourceTable table) {
        String name = table.table().toString();
        if (!table.followsUpdates()) {
            findings.add(Group.TABLES, Remark.warn(name, "it has no replica identity: while it is published, the source itself refuses updates and deletes of it",
                    "Add a primary key, or ALTER TABLE … REPLICA IDENTITY FULL (or USING INDEX)."));
            return false;
        }
        if (table.primaryKey().isEmpty() && table.identityKey().isEmpty()) {
            findings.add(Group.TABLES, Remark.warn(name, "it has no key: old rows are matched by all their columns, which is slow for updates and deletes of large tables",
                    "Add a primary key where you can."));
            return false;
        }
        return true;
    }

    private boolean generated(SourceTable table) {
        if (!table.leftOut().isEmpty()) {
            findings.add(Group.TABLES, Remark.warn(table.table().toString(), "the source does not send its generated columns " + String.join(", ", table.leftOut()),
                    "Since PostgreSQL 18 a publication with publish_generated_columns = stored sends them."));
        }
        return table.leftOut().isEmpty();
    }

    static String names(List<TableId> tables) {
        String shown = tables.stream().limit(SHOWN).map(TableId::toString).collect(Collectors.joining(", "));
        return tables.size() > SHOWN ? shown + " and " + (tables.size() - SHOWN) + " more" : shown;
    }
}
