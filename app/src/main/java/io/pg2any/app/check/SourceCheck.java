package io.pg2any.app.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.app.check.Findings.Group;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.destination.Remark;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.source.DdlTrigger;
import io.pg2any.source.ReplicationManager;
import io.pg2any.source.Slots;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;

/** The source server, its settings, the user's rights and the slot. */
final class SourceCheck {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private static final long SHORT_SENDER_TIMEOUT_MILLIS = 10_000;

    private static final String FACTS = """
            SELECT current_setting('server_version') AS version, current_setting('wal_level') AS wal_level, pg_is_in_recovery() AS standby,
                   current_setting('max_replication_slots')::int AS max_slots, (SELECT count(*) FROM pg_replication_slots) AS slots,
                   current_setting('max_wal_senders')::int AS max_senders, (SELECT count(*) FROM pg_stat_replication) AS senders,
                   rolreplication OR rolsuper OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication' AND pg_has_role(m.oid, 'MEMBER')) AS replication,
                   (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') AS keep_mib,
                   (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_sender_timeout') AS sender_timeout,
                   coalesce((SELECT setting FROM pg_settings WHERE name = 'idle_replication_slot_timeout'), '0') AS idle_timeout,
                   current_user AS who
            FROM pg_roles WHERE rolname = current_user""";

    private final Config config;
    private final SourceConnections source;
    private final Findings findings;
    private List<TableSchema> schemas = List.of();
    private Optional<StreamIdentity> identity = Optional.empty();
    private boolean slotThere;

    SourceCheck(Config config, SourceConnections source, Findings findings) {
        this.config = config;
        this.source = source;
        this.findings = findings;
    }

    /** The chosen tables, as far as they could be described. */
    List<TableSchema> schemas() {
        return schemas;
    }

    /** Which cluster and database it is, if it told. */
    Optional<StreamIdentity> identity() {
        return identity;
    }

    boolean slotThere() {
        return slotThere;
    }

    void run() {
        try (Connection connection = source.open()) {
            findings.part(Group.SOURCE, "settings", () -> server(connection));
            findings.part(Group.SOURCE, "clock", () -> clock(connection));
            if (config.ddlTrigger()) {
                findings.part(Group.SOURCE, "ddl trigger", () -> ddlTrigger(new DdlTrigger(connection)));
            }
            replication();
            findings.part(Group.SLOT, "slot", () -> slot(connection));
            SourceTablesCheck tables = new SourceTablesCheck(config, connection, findings);
            findings.part(Group.TABLES, "tables", tables::run);
            schemas = tables.schemas();
        } catch (SQLException e) {
            findings.failed(Group.SOURCE, "connection", SourceErrors.of("ending the connection", e));
        } catch (CdcException e) {
            findings.failed(Group.SOURCE, "connection", e);
        }
    }

    private void server(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            boolean standby = row.getBoolean("standby");
            findings.add(Group.SOURCE, Remark.ok("version", "PostgreSQL " + row.getString("version")));
            if (standby) {
                findings.add(Group.SOURCE, Remark.warn("standby", "this server is a standby: it has slots only since version 16, and no publication can be made on it",
                        "Give the primary's address, unless the publication exists there and you mean this server."));
            }
            negotiate(connection, standby);
            String level = row.getString("wal_level");
            findings.add(Group.SOURCE, level.equals("logical") ? Remark.ok("wal_level", level)
                    : Remark.fail("wal_level", "it is " + level, "Set wal_level = logical in the source's configuration and restart it."));
            limits(row);
            findings.add(Group.SOURCE, row.getBoolean("replication") ? Remark.ok("replication right", row.getString("who") + " has REPLICATION")
                    : Remark.fail("replication right", "the role " + row.getString("who") + " lacks REPLICATION",
                            "ALTER ROLE … REPLICATION, as a superuser; on a managed service grant its replication role."));
            timeouts(row);
        }
    }

    private void negotiate(Connection connection, boolean standby) throws SQLException {
        try {
            Endpoints.request(config).negotiate(connection.getMetaData().getDatabaseMajorVersion(), standby);
        } catch (CdcException e) {
            findings.failed(Group.SOURCE, "version", e);
        }
    }

    private void limits(ResultSet row) throws SQLException {
        free("replication slots", "max_replication_slots", row.getInt("slots"), row.getInt("max_slots"));
        free("WAL senders", "max_wal_senders", row.getInt("senders"), row.getInt("max_senders"));
    }

    private void free(String what, String setting, int used, int most) {
        findings.add(Group.SOURCE, used < most ? Remark.ok(what, used + " of " + most + " in use")
                : Remark.warn(what, "all " + most + " are in use: a new stream finds none", "Raise " + setting + " and restart the source, or drop what is not used (pg2any slot list)."));
    }

    private void timeouts(ResultSet row) throws SQLException {
        long keep = row.getLong("keep_mib");
        findings.add(Group.SOURCE, keep < 0
                ? Remark.warn("max_slot_wal_keep_size", "no limit: while pg2any does not run, the log it needs can fill the source's disk",
                        "Watch the disk, or set a limit; with one, a slot that falls behind too far is lost and the tables are copied anew.")
                : Remark.ok("max_slot_wal_keep_size", Quantities.bytes(keep << 20) + ": a slot that is further behind than this is lost"));
        long sender = row.getLong("sender_timeout");
        if (sender > 0 && sender < SHORT_SENDER_TIMEOUT_MILLIS) {
            findings.add(Group.SOURCE, Remark.warn("wal_sender_timeout", sender + " ms is short: a pause of the network ends the stream", "Set it to a minute, or at least 10 s."));
        }
        String idle = row.getString("idle_timeout");
        if (!idle.equals("0")) {
            findings.add(Group.SOURCE, Remark.warn("idle_replication_slot_timeout", "the server invalidates a slot that nobody uses for " + idle + " s",
                    "Do not stop pg2any for longer, or set it to 0."));
        }
    }

    private void clock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Instant before = Instant.now();
            try (ResultSet row = statement.executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
                row.next();
                Instant middle = before.plus(Duration.between(before, Instant.now()).dividedBy(2));
                Duration difference = Duration.between(middle, Instant.ofEpochMilli(row.getLong(1)));
                findings.add(Group.SOURCE, difference.abs().compareTo(CLOCK_TOLERANCE) < 0 ? Remark.ok("clock", "the same as here")
                        : Remark.warn("clock", "it differs from ours by " + Quantities.time(difference.abs()) + ": the lag that is shown is wrong by as much",
                                "Let both machines keep time by NTP."));
            }
        }
    }

    private void ddlTrigger(DdlTrigger trigger) throws SQLException {
        findings.add(Group.SOURCE, trigger.exists() ? Remark.ok("ddl trigger", "there and switched on")
                : trigger.mayCreate() ? Remark.ok("ddl trigger", "not there yet: it will be created")
                : Remark.fail("ddl trigger", "it is not there, and making it takes a superuser",
                        "Let one run pg2any ddl-trigger create, or what pg2any ddl-trigger print says; or leave --ddl-trigger out."));
    }

    /** Poolers take ordinary sessions and no replication, so that only this connection tells them. */
    private void replication() {
        try (ReplicationManager manager = new ReplicationManager(source, config.replicationSlotName())) {
            identity = Optional.of(manager.identify());
            findings.add(Group.SOURCE, Remark.ok("replication connection", "the server takes it"));
        } catch (CdcException e) {
            findings.add(Group.SOURCE, Remark.fail("replication connection", e.getMessage(), (e.remedy() + " If the address is that of a pooler such as PgBouncer, give"
                    + " the server's own: a pooler passes no replication on.").strip()));
        }
    }

    private void slot(Connection connection) {
        String name = config.replicationSlotName();
        Optional<Slots.State> found = new Slots(connection).find(name);
        slotThere = found.isPresent();
        if (found.isEmpty()) {
            findings.add(Group.SLOT, Remark.ok(name, "not there yet: it will be created"));
            return;
        }
        Slots.State slot = found.get();
        String lose = "Run with --on-lost-slot recopy, or drop it (pg2any slot drop " + name + ") and run with --snapshot always: both copy the tables anew.";
        if (slot.isLost()) {
            findings.add(Group.SLOT, Remark.fail(name, "the server has removed log that it needs" + slot.invalidationReason().map(why -> " (" + why + ")").orElse(""), lose));
        } else if (!"pgoutput".equals(slot.plugin())) {
            findings.add(Group.SLOT, Remark.fail(name, "it is one of the plugin " + slot.plugin() + ", not of pgoutput", "Choose another name with --slot."));
        } else if (identity.isPresent() && !slot.database().equals(identity.get().database())) {
            findings.add(Group.SLOT, Remark.fail(name, "it belongs to the database " + slot.database(), "Choose another name with --slot."));
        } else if ("unreserved".equals(slot.walStatus())) {
            findings.add(Group.SLOT, Remark.fail(name, "it will be lost at the source's next checkpoint", "Start pg2any now, or raise max_slot_wal_keep_size."));
        } else if (slot.isActive()) {
            findings.add(Group.SLOT, Remark.warn(name, "in use by server process " + slot.activePid() + "; " + held(slot), "If that is not your running pg2any, choose another name with --slot."));
        } else {
            findings.add(Group.SLOT, Remark.ok(name, "there and free; " + held(slot)));
        }
    }

    private static String held(Slots.State slot) {
        return Quantities.bytes(slot.retainedBytes()) + " of log are held for it"
                + (slot.safeWalBytes().isPresent() ? ", and it is lost after " + Quantities.bytes(slot.safeWalBytes().getAsLong()) + " more" : "");
    }
}
