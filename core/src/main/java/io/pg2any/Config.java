package io.pg2any;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.OnValue;
import io.pg2any.error.CdcException;
import io.pg2any.projection.ColumnRules;
import io.pg2any.projection.Projections;
import io.pg2any.source.OnLostSlot;
import io.pg2any.source.Origins;
import io.pg2any.source.SchemaChanges;

/**
 * All settings of one stream, concluded and checked. Made by {@link #builder()}; only the two connection strings are
 * required.
 *
 * @param sourceConnectionString {@code postgresql://user:password@host:port/database?sslmode=…}, a JDBC URL, or
 *     {@code Host=…;Port=…;Database=…;Username=…;Password=…}
 * @param destination a destination of the program's own; empty: the one that knows the connection string
 * @param destinationType the provider's type, where the connection string alone does not tell it
 * @param destinationConnectionString {@code mysql://…}, {@code postgresql://…}, {@code sqlserver://…}, {@code oracle://…}, {@code sqlite:///path}, {@code duckdb:///path}, {@code jsonl:///folder}, or JDBC URLs of these
 * @param sourceLogin who connects to the source; empty parts: as the connection string says
 * @param destinationLogin likewise, to the destination
 * @param protocolVersion of pgoutput, 1 to 4; empty: what suits the server
 * @param binaryFormat whether values are asked for in binary form; empty: where the destination takes the values of all tables as they are
 * @param streaming whether large transactions are streamed before they commit; empty: where the server can
 * @param twoPhase whether prepared transactions are received at their PREPARE instead of at their COMMIT PREPARED
 * @param origins which transactions are followed, by where they were made; empty: all
 * @param onLostSlot what happens when the slot no longer holds what the target misses
 * @param onError what becomes of a change or a copied row that the target refuses
 * @param onValue what becomes of a value that a column of the target cannot hold
 * @param schemaChanges what becomes of the target's tables when the source changes the columns of its own
 * @param ddlTrigger whether an event trigger in the source, made where it is missing, tells of DDL exactly and at once
 * @param copyParallelism how many chunks of tables the first copy copies at the same time
 * @param copyBytesPerSecond the most that the first copy reads from the source; 0: no limit
 * @param indexes whether tables that are made get the source's secondary indexes and foreign keys after the first copy
 * @param copyWhere conditions in SQL on the rows that the first copy copies, by {@code schema.table}
 * @param rowFilters conditions in SQL on the rows that are replicated, by {@code schema.table}, for a publication that is made
 * @param tables patterns {@code schema.table} with {@code *} and {@code ?}, a leading {@code !} excludes; empty: all tables
 * @param mapping {@code schema} or {@code schema.table} patterns to where they go in the target
 * @param columnRules which columns are left out, renamed, masked, added or get another type
 * @param batchBytes row data that is applied in one target transaction at most, except that source transactions stay whole
 * @param applyParallelism over how many connections to the target a large batch is written; more than 1: readers of the target may see parts of
 *     a source transaction for a moment
 * @param bufferBytes row data received and not yet applied; the reader pauses there. As much again is kept in memory of transactions
 *     that are streamed or prepared and have not ended
 * @param spillDirectory where what is more of these is kept until they end
 * @param headStart whether large transactions are written to the target before they commit, in a target transaction of their own
 * @param queryTimeout for one statement of the target; zero: none
 * @param heartbeatInterval how often the position is reported and advanced while there is nothing to apply
 * @param retryLimit how long a lost server is tried again before giving up
 * @param watchInterval how often the source is asked for the state of the slot and the labels of enum types; zero: never
 * @param probe whether at that interval, while nothing else is applied, a small message goes from the source's log to the target
 */
public record Config(
        String sourceConnectionString,
        Optional<DestinationProvider> destination,
        Optional<String> destinationType,
        String destinationConnectionString,
        Login sourceLogin,
        Login destinationLogin,
        String replicationSlotName,
        String publicationName,
        Optional<Integer> protocolVersion,
        Optional<Boolean> binaryFormat,
        Optional<Boolean> streaming,
        boolean twoPhase,
        Optional<Origins> origins,
        boolean autoCreateTables,
        SnapshotMode snapshotMode,
        OnExisting onExisting,
        OnLostSlot onLostSlot,
        OnError onError,
        OnValue onValue,
        SchemaChanges schemaChanges,
        boolean ddlTrigger,
        int copyParallelism,
        long copyBytesPerSecond,
        boolean indexes,
        Map<String, String> copyWhere,
        Map<String, String> rowFilters,
        List<String> tables,
        Map<String, String> mapping,
        ColumnRules columnRules,
        long batchBytes,
        int applyParallelism,
        long bufferBytes,
        Path spillDirectory,
        boolean headStart,
        Duration connectionTimeout,
        Duration queryTimeout,
        Duration heartbeatInterval,
        Duration retryLimit,
        Duration watchInterval,
        boolean probe) {

    public Config {
        tables = List.copyOf(tables);
        copyWhere = Map.copyOf(copyWhere);
        rowFilters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rowFilters));
        mapping = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(mapping));
    }

    /** A user and a password that take precedence over those of a connection string. */
    public record Login(Optional<String> user, Optional<String> password) {

        /** As the connection string says. */
        public static final Login OF_URL = new Login(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The connection strings hold secrets. */
    @Override
    public String toString() {
        return "Config[slot=" + replicationSlotName + ", publication=" + publicationName + "]";
    }

    /** Collects settings; {@link #build()} checks them all at once. */
    public static final class Builder {
        private static final long MIB = 1L << 20;

        private @Nullable String sourceConnectionString;
        private @Nullable DestinationProvider destination;
        private @Nullable String destinationType;
        private @Nullable String destinationConnectionString;
        private Login sourceLogin = Login.OF_URL;
        private Login destinationLogin = Login.OF_URL;
        private String replicationSlotName = "cdc_slot";
        private String publicationName = "cdc_pub";
        private @Nullable Integer protocolVersion;
        private @Nullable Boolean binaryFormat;
        private @Nullable Boolean streaming;
        private boolean twoPhase;
        private @Nullable Origins origins;
        private boolean autoCreateTables = true;
        private SnapshotMode snapshotMode = SnapshotMode.INITIAL;
        private OnExisting onExisting = OnExisting.REFUSE;
        private OnLostSlot onLostSlot = OnLostSlot.STOP;
        private OnError onError = OnError.STOP;
        private OnValue onValue = OnValue.ERROR;
        /** The target is to equal the source, whatever happens there. */
        private SchemaChanges schemaChanges = SchemaChanges.APPLY;
        private boolean ddlTrigger;
        /** Reading, converting and writing of one chunk overlap with those of another; beyond a few the servers are busy. */
        private int copyParallelism = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
        private long copyBytesPerSecond;
        private boolean indexes = true;
        private Map<String, String> copyWhere = Map.of();
        private Map<String, String> rowFilters = Map.of();
        private List<String> tables = List.of();
        private Map<String, String> mapping = Map.of();
        private ColumnRules columnRules = ColumnRules.NONE;
        /** Beyond a few MiB the target gains nothing from larger transactions. */
        private long batchBytes = 8 * MIB;
        /** Source transactions appear whole; several connections give that up. */
        private int applyParallelism = 1;
        /** Enough that the reader never waits for a target that is merely uneven; 0: a quarter of the heap, 64 MiB at most. */
        private long bufferBytes;
        private Path spillDirectory = Path.of(System.getProperty("java.io.tmpdir"));
        private boolean headStart = true;
        private Duration connectionTimeout = Duration.ofSeconds(15);
        /** A statement may wait for a lock that a user's report holds; minutes, not seconds. */
        private Duration queryTimeout = Duration.ofMinutes(5);
        /** Well inside the server's usual wal_sender_timeout of 60 s. */
        private Duration heartbeatInterval = Duration.ofSeconds(10);
        /** A database restart takes seconds, a failover minutes. */
        private Duration retryLimit = Duration.ofMinutes(15);

        /** Often enough for an alert, seldom enough to be no load. */
        private Duration watchInterval = Duration.ofSeconds(10);
        private boolean probe = true;

        private Builder() {}

        public Builder sourceConnectionString(String value) {
            sourceConnectionString = value;
            return this;
        }

        /** A destination of your own, which needs no connection string; one that is given is handed to it. */
        public Builder destination(DestinationProvider value) {
            destination = value;
            return this;
        }

        public Builder destinationType(DestinationType value) {
            destinationType = value.providerType();
            return this;
        }

        /** For destinations that are not built in. */
        public Builder destinationType(String value) {
            destinationType = value;
            return this;
        }

        public Builder destinationConnectionString(String value) {
            destinationConnectionString = value;
            return this;
        }

        public Builder sourceLogin(Login value) {
            sourceLogin = value;
            return this;
        }

        public Builder destinationLogin(Login value) {
            destinationLogin = value;
            return this;
        }

        public Builder replicationSlotName(String value) {
            replicationSlotName = value;
            return this;
        }

        public Builder publicationName(String value) {
            publicationName = value;
            return this;
        }

        public Builder protocolVersion(int value) {
            protocolVersion = value;
            return this;
        }

        public Builder binaryFormat(boolean value) {
            binaryFormat = value;
            return this;
        }

        public Builder streaming(boolean value) {
            streaming = value;
            return this;
        }

        public Builder twoPhase(boolean value) {
            twoPhase = value;
            return this;
        }

        public Builder origins(Origins value) {
            origins = value;
            return this;
        }

        public Builder autoCreateTables(boolean value) {
            autoCreateTables = value;
            return this;
        }

        public Builder snapshotMode(SnapshotMode value) {
            snapshotMode = value;
            return this;
        }

        public Builder onExisting(OnExisting value) {
            onExisting = value;
            return this;
        }

        public Builder onLostSlot(OnLostSlot value) {
            onLostSlot = value;
            return this;
        }

        public Builder onError(OnError value) {
            onError = value;
            return this;
        }

        public Builder onValue(OnValue value) {
            onValue = value;
            return this;
        }

        public Builder schemaChanges(SchemaChanges value) {
            schemaChanges = value;
            return this;
        }

        /** Needs a superuser, or the trigger made by one beforehand. */
        public Builder ddlTrigger(boolean value) {
            ddlTrigger = value;
            return this;
        }

        public Builder copyParallelism(int value) {
            copyParallelism = value;
            return this;
        }

        public Builder copyBytesPerSecond(long value) {
            copyBytesPerSecond = value;
            return this;
        }

        public Builder indexes(boolean value) {
            indexes = value;
            return this;
        }

        public Builder copyWhere(Map<String, String> value) {
            copyWhere = value;
            return this;
        }

        public Builder rowFilters(Map<String, String> value) {
            rowFilters = value;
            return this;
        }

        public Builder tables(List<String> patterns) {
            tables = patterns;
            return this;
        }

        public Builder mapping(Map<String, String> value) {
            mapping = value;
            return this;
        }

        public Builder columnRules(ColumnRules value) {
            columnRules = value;
            return this;
        }

        public Builder batchBytes(long value) {
            batchBytes = value;
            return this;
        }

        public Builder applyParallelism(int value) {
            applyParallelism = value;
            return this;
        }

        public Builder bufferBytes(long value) {
            bufferBytes = value;
            return this;
        }

        public Builder spillDirectory(Path value) {
            spillDirectory = value;
            return this;
        }

        public Builder headStart(boolean value) {
            headStart = value;
            return this;
        }

        public Builder connectionTimeout(Duration value) {
            connectionTimeout = value;
            return this;
        }

        public Builder queryTimeout(Duration value) {
            queryTimeout = value;
            return this;
        }

        public Builder heartbeatInterval(Duration value) {
            heartbeatInterval = value;
            return this;
        }

        public Builder retryLimit(Duration value) {
            retryLimit = value;
            return this;
        }

        public Builder watchInterval(Duration value) {
            watchInterval = value;
            return this;
        }

        public Builder probe(boolean value) {
            probe = value;
            return this;
        }

        /**
         * The concluded settings.
         *
         * @throws CdcException of kind configuration that names every problem at once
         */
        public Config build() {
            List<String> problems = new ArrayList<>();
            String source = required(sourceConnectionString, "the source connection string is missing", problems);
            String url = destination != null && destinationConnectionString == null ? ""
                    : required(destinationConnectionString, "the destination connection string is missing", problems);
            if (!replicationSlotName.matches("[a-z0-9_]{1,63}")) {
                problems.add("the slot name \"" + replicationSlotName + "\" may hold only lower-case letters, digits and underscores, 63 at most");
            }
            if (publicationName.isEmpty()) {
                problems.add("the publication name is empty");
            }
            if (protocolVersion != null && (protocolVersion < 1 || protocolVersion > 4)) {
                problems.add("the protocol version " + protocolVersion + " is not one of 1 to 4");
            }
            if (Boolean.TRUE.equals(streaming) && protocolVersion != null && protocolVersion < 2) {
                problems.add("streaming needs protocol version 2 or later, not " + protocolVersion);
            }
            if (twoPhase && protocolVersion != null && protocolVersion < 3) {
                problems.add("two-phase transactions need protocol version 3 or later, not " + protocolVersion);
            }
            if (onLostSlot == OnLostSlot.RECOPY && snapshotMode == SnapshotMode.NEVER) {
                problems.add("recopying after a lost slot needs a snapshot mode that copies");
            }
            if (onLostSlot == OnLostSlot.RECOPY && onExisting == OnExisting.UPSERT) {
                problems.add("recopying after a lost slot empties the tables, and upserting keeps what they hold: choose one of them");
            }
            try {
                new Projections(columnRules);
            } catch (CdcException e) {
                problems.add(e.getMessage().replaceFirst("\\.$", ""));
            }
            if (batchBytes < 1) {
                problems.add("the batch size must be at least one byte, not " + batchBytes);
            }
            if (copyParallelism < 1) {
                problems.add("the parallelism of the first copy must be at least 1, not " + copyParallelism);
            }
            if (applyParallelism < 1) {
                problems.add("the parallelism of applying must be at least 1, not " + applyParallelism);
            }
            positive(connectionTimeout, "connection timeout", problems);
            positive(heartbeatInterval, "heartbeat interval", problems);
            if (queryTimeout.isNegative() || retryLimit.isNegative() || watchInterval.isNegative()) {
                problems.add("the query timeout, the retry limit and the watch interval cannot be negative");
            }
            if (!problems.isEmpty()) {
                throw CdcException.configuration("configuration", String.join("; ", problems) + ".", "");
            }
            long buffer = bufferBytes > 0 ? bufferBytes : Math.min(64 * MIB, Runtime.getRuntime().maxMemory() / 4);
            return new Config(
                    source, Optional.ofNullable(destination), Optional.ofNullable(destinationType), url, sourceLogin, destinationLogin, replicationSlotName, publicationName,
                    Optional.ofNullable(protocolVersion), Optional.ofNullable(binaryFormat), Optional.ofNullable(streaming), twoPhase,
                    Optional.ofNullable(origins), autoCreateTables, snapshotMode, onExisting, onLostSlot, onError, onValue, schemaChanges, ddlTrigger,
                    copyParallelism, copyBytesPerSecond, indexes, copyWhere, rowFilters, tables, mapping, columnRules, batchBytes, applyParallelism, buffer, spillDirectory,
                    headStart, connectionTimeout, queryTimeout, heartbeatInterval, retryLimit, watchInterval, probe);
        }

        private static String required(@Nullable String value, String problem, List<String> problems) {
            if (value == null || value.isBlank()) {
                problems.add(problem);
                return "";
            }
            return value;
        }

        private static void positive(Duration value, String name, List<String> problems) {
            if (value.isNegative() || value.isZero()) {
                problems.add("the " + name + " must be longer than zero, not " + value);
            }
        }
    }
}
