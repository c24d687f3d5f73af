package io.pg2any.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.SnapshotMode;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.OnValue;
import io.pg2any.source.OnLostSlot;
import io.pg2any.source.Origins;
import io.pg2any.source.SchemaChanges;

/**
 * Every setting of pg2any: the same name is the flag ({@code --slot}) and the key in the file ({@code slot}); the environment
 * variable stands beside it. The one table from which flags, help, environment and file are made.
 */
public enum Option {
    SOURCE("source", "CDC_SOURCE_CONNECTION_STRING", "URL", "postgresql://user:password@host:port/database",
            (draft, text) -> draft.source = text),
    SOURCE_HOST("source-host", "CDC_SOURCE_HOST", "HOST", "the source by parts, instead of its URL",
            (draft, text) -> draft.sourceHost = text),
    SOURCE_PORT("source-port", "CDC_SOURCE_PORT", "PORT", "port of the source (5432)",
            (draft, text) -> draft.sourcePort = Values.port(text)),
    SOURCE_DATABASE("source-database", "CDC_SOURCE_DB", "NAME", "database of the source",
            (draft, text) -> draft.sourceDatabase = text),
    SOURCE_USER("source-user", "CDC_SOURCE_USER", "NAME", "user at the source; overrides the URL's",
            (draft, text) -> draft.sourceUser = text),
    SOURCE_PASSWORD("source-password", "CDC_SOURCE_PASSWORD", "TEXT", "password at the source; overrides the URL's",
            (draft, text) -> draft.sourcePassword = text),
    DESTINATION("destination", "CDC_DEST_URI", "URL", "mysql://…, mariadb://…, postgresql://…, sqlserver://…, oracle://…, sqlite:///path/file.db, duckdb:///path/file.duckdb, jsonl:///path/folder, or a JDBC URL of these",
            (draft, text) -> draft.destination = text),
    DESTINATION_TYPE("destination-type", "CDC_DEST_TYPE", "TYPE", "kind of the destination, where its URL does not tell or there is none",
            (draft, text) -> draft.destinationType = text.toLowerCase(Locale.ROOT)),
    DESTINATION_HOST("destination-host", "CDC_DEST_HOST", "HOST", "the destination by parts, instead of its URL",
            (draft, text) -> draft.destinationHost = text),
    DESTINATION_PORT("destination-port", "CDC_DEST_PORT", "PORT", "port of the destination (its kind's usual one)",
            (draft, text) -> draft.destinationPort = Values.port(text)),
    DESTINATION_DATABASE("destination-database", "CDC_DEST_DB", "NAME", "database of the destination; for SQLite the file",
            (draft, text) -> draft.destinationDatabase = text),
    DESTINATION_USER("destination-user", "CDC_DEST_USER", "NAME", "user at the destination; overrides the URL's",
            (draft, text) -> draft.destinationUser = text),
    DESTINATION_PASSWORD("destination-password", "CDC_DEST_PASSWORD", "TEXT", "password at the destination; overrides the URL's",
            (draft, text) -> draft.destinationPassword = text),
    SLOT("slot", "CDC_REPLICATION_SLOT", "NAME", "replication slot, created if missing (cdc_slot)",
            (draft, text) -> draft.config.replicationSlotName(text)),
    PUBLICATION("publication", "CDC_PUBLICATION", "NAME", "publication, created if missing (cdc_pub)",
            (draft, text) -> draft.config.publicationName(text)),
    TABLES("tables", "CDC_TABLES", "PATTERNS", "which tables, such as 'public.*,!public.audit' (all)",
            (draft, text) -> draft.config.tables(Values.list(text))),
    MAP("map", "CDC_SCHEMA_MAPPING", "RULES", "where tables go, such as 'sales=shop' or 'sales.*=shop.sales_*'",
            (draft, text) -> draft.config.mapping(Values.mapping(text))),
    ROW_FILTER("row-filter", "CDC_ROW_FILTER", "RULES", "which rows, where pg2any makes the publication, such as 'public.orders: status <> 4'; PostgreSQL 15 or newer (all)",
            (draft, text) -> draft.config.rowFilters(Values.conditions(text))),
    COLUMNS("columns", "CDC_COLUMNS", "RULES", "which columns, such as 'public.users: !password, !notes; hr.*: id, name' (all)",
            (draft, text) -> draft.columns = draft.columns.withColumns(Values.rules(text, "public.users: !password"))),
    RENAME_COLUMNS("rename-columns", "CDC_RENAME_COLUMNS", "RULES", "other names of columns in the target, such as 'public.users.mail=email'",
            (draft, text) -> draft.columns = draft.columns.withRenames(Values.rules(text, "public.users.mail=email"))),
    MASK("mask", "CDC_MASK", "RULES", "what stands for values, such as 'public.users.email=hash; public.users.phone=constant:***; public.users.name=truncate:3'",
            (draft, text) -> draft.columns = draft.columns.withMasks(Values.rules(text, "public.users.email=hash"))),
    MASK_SALT("mask-salt", "CDC_MASK_SALT", "TEXT", "the secret that hashes depend on",
            (draft, text) -> draft.columns = draft.columns.withMaskSalt(text)),
    SOFT_DELETE("soft-delete", "CDC_SOFT_DELETE", "PATTERNS", "tables whose deleted rows stay, with the time in deleted_at (none)",
            (draft, text) -> draft.columns = draft.columns.withSoftDelete(Values.list(text))),
    AUDIT_COLUMNS("audit-columns", "CDC_AUDIT_COLUMNS", "PATTERNS", "tables that get _commit_lsn and _commit_time, of each row's last change (none)",
            (draft, text) -> draft.columns = draft.columns.withAuditColumns(Values.list(text))),
    COLUMN_TYPE("column-type", "CDC_COLUMN_TYPE", "RULES", "types in tables that are made, such as 'public.t.c=decimal(38,10)' (the nearest)",
            (draft, text) -> draft.columns = draft.columns.withTypes(Values.rules(text, "public.t.c=decimal(38,10)"))),
    SNAPSHOT("snapshot", "CDC_SNAPSHOT", "MODE", "what is copied before following: initial, never, only, always (initial)",
            (draft, text) -> draft.config.snapshotMode(Values.oneOf(SnapshotMode.class, text))),
    ON_EXISTING("on-existing", "CDC_ON_EXISTING", "POLICY", "rows that a target table holds before the first copy: refuse, truncate, upsert (refuse)",
            (draft, text) -> draft.config.onExisting(Values.oneOf(OnExisting.class, text))),
    ON_LOST_SLOT("on-lost-slot", "CDC_ON_LOST_SLOT", "POLICY", "when the slot no longer holds what the target misses: stop, or recopy all tables after emptying them (stop)",
            (draft, text) -> draft.config.onLostSlot(Values.oneOf(OnLostSlot.class, text))),
    ON_ERROR("on-error", "CDC_ON_ERROR", "POLICY", "a row that the target refuses: stop, skip, or dead-letter: keep it in its table pg2any_dead_letter (stop)",
            (draft, text) -> draft.config.onError(Values.oneOf(OnError.class, text))),
    ON_VALUE("on-value", "CDC_ON_VALUE", "POLICY", "a value that the target's column cannot hold: error, null, clamp to the nearest, or dead-letter (error)",
            (draft, text) -> draft.config.onValue(Values.oneOf(OnValue.class, text))),
    SCHEMA_CHANGES("schema-changes", "CDC_SCHEMA_CHANGES", "POLICY", "when columns of the source change: apply it to the target, add-only, stop (apply)",
            (draft, text) -> draft.config.schemaChanges(Values.oneOf(SchemaChanges.class, text))),
    DDL_TRIGGER("ddl-trigger", "CDC_DDL_TRIGGER", "BOOLEAN", "follow DDL exactly and at once, by an event trigger that is made in the source and needs a superuser (false)",
            (draft, text) -> draft.config.ddlTrigger(Values.bool(text))),
    COPY_PARALLELISM("copy-parallelism", "CDC_COPY_PARALLELISM", "N", "parts of tables that the first copy copies at the same time (one a core, 2 to 8)",
            (draft, text) -> draft.config.copyParallelism(Values.number(text))),
    COPY_RATE("copy-rate", "CDC_COPY_RATE", "SIZE", "the most that the first copy reads from the source in a second (no limit)",
            (draft, text) -> draft.config.copyBytesPerSecond(Values.size(text))),
    INDEXES("indexes", "CDC_INDEXES", "BOOLEAN", "give tables that are made the source's secondary indexes and foreign keys after the first copy (true)",
            (draft, text) -> draft.config.indexes(Values.bool(text))),
    COPY_WHERE("copy-where", "CDC_COPY_WHERE", "RULES", "rows that the first copy copies, such as 'public.orders: id > 1000; public.log: false' (all)",
            (draft, text) -> draft.config.copyWhere(Values.conditions(text))),
    CREATE_TABLES("create-tables", "CDC_AUTO_CREATE_TABLES", "BOOLEAN", "create tables that the target misses (true)",
            (draft, text) -> draft.config.autoCreateTables(Values.bool(text))),
    PROTOCOL_VERSION("protocol-version", "CDC_PROTOCOL_VERSION", "1..4", "version of the pgoutput protocol (what suits the server)",
            (draft, text) -> draft.config.protocolVersion(Values.number(text))),
    BINARY("binary", "CDC_BINARY_FORMAT", "BOOLEAN", "ask the source for values in binary form (where the target takes those of all tables as they are)",
            (draft, text) -> draft.config.binaryFormat(Values.bool(text))),
    STREAMING("streaming", "CDC_STREAMING", "BOOLEAN", "receive large transactions before they commit (where the source can)",
            (draft, text) -> draft.config.streaming(Values.bool(text))),
    TWO_PHASE("two-phase", "CDC_TWO_PHASE", "BOOLEAN", "receive prepared transactions at their PREPARE; PostgreSQL 15 or newer (false)",
            (draft, text) -> draft.config.twoPhase(Values.bool(text))),
    ORIGIN("origin", "CDC_ORIGIN", "any|none", "none: leave out what came to the source by replication; PostgreSQL 16 or newer (any)",
            (draft, text) -> draft.config.origins(Values.oneOf(Origins.class, text))),
    BATCH_BYTES("batch-bytes", "CDC_BATCH_BYTES", "SIZE", "row data in one target transaction, unless one of the source is larger (8m)",
            (draft, text) -> draft.config.batchBytes(Values.size(text))),
    APPLY_PARALLELISM("apply-parallelism", "CDC_APPLY_PARALLELISM", "N", "connections over which a large batch is written; more than 1: readers may see parts of a transaction for a moment (1)",
            (draft, text) -> draft.config.applyParallelism(Values.number(text))),
    BUFFER_BYTES("buffer-bytes", "CDC_BUFFER_BYTES", "SIZE", "row data received and not yet applied (a quarter of the memory, 64m at most)",
            (draft, text) -> draft.config.bufferBytes(Values.size(text))),
    SPILL_DIRECTORY("spill-directory", "CDC_SPILL_DIRECTORY", "PATH", "for transactions that have not ended and are larger than that (the system's for temporary files)",
            (draft, text) -> draft.config.spillDirectory(Path.of(text))),
    HEAD_START("head-start", "CDC_HEAD_START", "BOOLEAN", "write large transactions before they commit, in a target transaction of their own; not into SQLite (true)",
            (draft, text) -> draft.config.headStart(Values.bool(text))),
    MEMORY("memory", "CDC_MEMORY", "SIZE", "heap of the process (256m)",
            (draft, text) -> draft.memory = Values.size(text)),
    CONNECTION_TIMEOUT("connection-timeout", "CDC_CONNECTION_TIMEOUT", "TIME", "for connecting to a server (15s)",
            (draft, text) -> draft.config.connectionTimeout(Values.time(text))),
    QUERY_TIMEOUT("query-timeout", "CDC_QUERY_TIMEOUT", "TIME", "for one statement of the target; 0: none (5m)",
            (draft, text) -> draft.config.queryTimeout(Values.time(text))),
    HEARTBEAT_INTERVAL("heartbeat-interval", "CDC_HEARTBEAT_INTERVAL", "TIME", "how often the position is reported while idle (10s)",
            (draft, text) -> draft.config.heartbeatInterval(Values.time(text))),
    RETRY_LIMIT("retry-limit", "CDC_RETRY_LIMIT", "TIME", "how long a lost server is tried again (15m)",
            (draft, text) -> draft.config.retryLimit(Values.time(text))),
    WATCH_INTERVAL("watch-interval", "CDC_WATCH_INTERVAL", "TIME", "how often the source is asked for the state of the slot and labels of enum types; 0: never (10s)",
            (draft, text) -> draft.config.watchInterval(Values.time(text))),
    PROBE("probe", "CDC_PROBE", "BOOLEAN", "send a small logical message through an idle stream at that interval, to measure its lag (true)",
            (draft, text) -> draft.config.probe(Values.bool(text))),
    HTTP("http", "CDC_HTTP", "ADDRESS", "where the status page, /metrics, /health and /ready are served, or off (127.0.0.1:8080)",
            (draft, text) -> draft.http = text.strip().equalsIgnoreCase("off") ? null : HttpSettings.Address.parse(text)),
    HTTP_TOKEN("http-token", "CDC_HTTP_TOKEN", "TEXT", "what requests must bring that change something (none)",
            (draft, text) -> draft.httpToken = text),
    UNHEALTHY_AFTER("unhealthy-after", "CDC_UNHEALTHY_AFTER", "TIME", "how long a server may be away, or nothing may move, before /health says so (1m)",
            (draft, text) -> draft.unhealthyAfter = Values.time(text)),
    READY_LAG("ready-lag", "CDC_READY_LAG", "TIME", "how far the target may be behind for /ready (30s)",
            (draft, text) -> draft.readyLag = Values.time(text)),
    LOG_LEVEL("log-level", "CDC_LOG_LEVEL", "LEVEL", "error, warn, info, debug or trace (info)",
            (draft, text) -> draft.logLevel = Values.oneOf(LogLevel.class, text)),
    LOG_FORMAT("log-format", "CDC_LOG_FORMAT", "FORMAT", "text or json (text)",
            (draft, text) -> draft.logFormat = Values.oneOf(LogFormat.class, text));

    /** Each of these says where the destination is, or a part of it. */
    public static final Set<Option> DESTINATION_PLACE = Set.of(DESTINATION, DESTINATION_HOST, DESTINATION_PORT, DESTINATION_DATABASE);

    /** Takes the text of a setting over; an {@link IllegalArgumentException} says in words what is wrong with it. */
    interface Setter {
        void set(Draft draft, String text);
    }

    private final String key;
    private final String variable;
    private final String parameter;
    private final String description;
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Setter setter;

    Option(String key, String variable, String parameter, String description, Setter setter) {
        this.key = key;
        this.variable = variable;
        this.parameter = parameter;
        this.description = description;
        this.setter = setter;
    }

    /** The name in the file; with two dashes before it, the flag. */
    public String key() {
        return key;
    }

    public String flag() {
        return "--" + key;
    }

    /** The environment variable. */
    public String variable() {
        return variable;
    }

    /** What stands for the value in the help. */
    public String parameter() {
        return parameter;
    }

    /** What it is for, and in brackets its default. */
    public String description() {
        return description;
    }

    /** The default as the description tells it; empty where there is none. */
    public String defaultValue() {
        int open = description.lastIndexOf(" (");
        return open >= 0 && description.endsWith(")") ? description.substring(open + 2, description.length() - 1) : "";
    }

    /** What it is for, without the default. */
    public String purpose() {
        String value = defaultValue();
        return value.isEmpty() ? description : description.substring(0, description.length() - value.length() - 3);
    }

    /** A flag that may stand without a value. */
    public boolean isSwitch() {
        return parameter.equals("BOOLEAN");
    }

    /** What stands between several values in one text. */
    String separator() {
        return switch (this) {
            case COPY_WHERE, ROW_FILTER, COLUMNS, RENAME_COLUMNS, MASK, COLUMN_TYPE -> Values.RULE_END;
            default -> ",";
        };
    }

    void set(Draft draft, String text) {
        setter.set(draft, text);
    }

    static @Nullable Option ofKey(String key) {
        return List.of(values()).stream().filter(option -> option.key.equals(key)).findFirst().orElse(null);
    }

    static @Nullable Option ofVariable(String variable) {
        return List.of(values()).stream().filter(option -> option.variable.equals(variable)).findFirst().orElse(null);
    }
}
