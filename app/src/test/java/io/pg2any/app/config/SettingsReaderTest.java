package io.pg2any.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.Config;
import io.pg2any.SnapshotMode;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.destination.OnExisting;
import io.pg2any.error.CdcException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SettingsReaderTest {

    private static final Map<Option, String> URLS =
            Map.of(Option.SOURCE, "postgresql://a:b@source/db", Option.DESTINATION, "mysql://c:d@target/db");

    @TempDir
    private Path folder;

    private static Settings read(Map<Option, String> flags, Map<String, String> environment) {
        return SettingsReader.read(flags, environment, null);
    }

    private static String problems(Map<Option, String> flags, Map<String, String> environment, Path file) {
        CdcException e = catchThrowableOfType(CdcException.class, () -> SettingsReader.read(flags, environment, file));
        assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
        return e.explain();
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("pg2any.yaml"), text);
    }

    @Test
    void theTwoUrlsAreEnough() {
        Settings settings = read(URLS, Map.of("PATH", "/bin"));
        assertThat(settings.config().replicationSlotName()).isEqualTo("cdc_slot");
        assertThat(settings.config().publicationName()).isEqualTo("cdc_pub");
        assertThat(settings.config().snapshotMode()).isEqualTo(SnapshotMode.INITIAL);
        assertThat(settings.config().onExisting()).isEqualTo(OnExisting.REFUSE);
        assertThat(settings.config().autoCreateTables()).isTrue();
        assertThat(settings.config().batchBytes()).isEqualTo(8 << 20);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
        Path file = file("slot: from_file\npublication: from_file\ntables: [public.a, '!public.b']\n"
                + "source: postgresql://s/db\ndestination: sqlite:///t.db\n");
        Settings settings = SettingsReader.read(Map.of(Option.SLOT, "from_flag"),
                Map.of("CDC_REPLICATION_SLOT", "from_environment", "CDC_PUBLICATION", "from_environment"), file);
        assertThat(settings.config().replicationSlotName()).isEqualTo("from_flag");
        assertThat(settings.config().publicationName()).isEqualTo("from_environment");
        assertThat(settings.config().tables()).containsExactly("public.a", "!public.b");
        assertThat(settings.config().destinationConnectionString()).isEqualTo("sqlite:///t.db");
    }

    @Test
    void rulesForColumnsAreMapsInTheFileAndLinesElsewhere() throws Exception {
        Path file = file("columns:\n  public.users: ['!password', '!notes']\n  hr.*: id, name\nmask:\n  public.users:\n    email: hash\n    phone: constant:a;b\n    born: null\n"
                + "  hr.people.name: truncate:3\nrow-filter:\n  public.orders: status <> 'a;b'\naudit-columns: ['public.*', '!public.log']\n");
        Config inFile = SettingsReader.read(URLS, Map.of("CDC_MASK_SALT", "secret"), file).config();
        Config inLines = read(Map.of(Option.SOURCE, URLS.get(Option.SOURCE), Option.DESTINATION, URLS.get(Option.DESTINATION), Option.COLUMNS, "public.users: !password, !notes; hr.*: id, name",
                Option.MASK, "public.users.email=hash; public.users.phone=constant:a\\;b; public.users.born=null; hr.people.name=truncate:3", Option.MASK_SALT, "secret",
                Option.ROW_FILTER, "public.orders: status <> 'a;b'", Option.AUDIT_COLUMNS, "public.*, !public.log"), Map.of()).config();
        assertThat(inFile.columnRules()).isEqualTo(inLines.columnRules());
        assertThat(inFile.rowFilters()).isEqualTo(inLines.rowFilters()).containsEntry("public.orders", "status <> 'a;b'");
        assertThat(inFile.columnRules().masks()).containsEntry("public.users.phone", "constant:a;b").containsEntry("public.users.born", "null");
        assertThat(inFile.columnRules().columns()).containsEntry("public.users", "!password, !notes").containsEntry("hr.*", "id, name");
    }

    @Test
    void theEnvironmentMayNameTheFile() throws Exception {
        Path file = file("batch-bytes: 64k\nmap:\n  sales: shop\n  hr.*: staff.hr_*\nheartbeat-interval: 3\nbinary: true\n"
                + "copy-where:\n  public.orders: id IN (1, 2)\n  log: 'false'\n");
        Settings settings = read(URLS, Map.of("CDC_CONFIG", file.toString()));
        assertThat(settings.config().batchBytes()).isEqualTo(65536);
        assertThat(settings.config().mapping()).isEqualTo(Map.of("sales", "shop", "hr.*", "staff.hr_*"));
        assertThat(settings.config().heartbeatInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.config().binaryFormat()).contains(true);
        assertThat(settings.config().copyWhere()).isEqualTo(Map.of("public.orders", "id IN (1, 2)", "public.log", "false"));
    }

    @Test
    void everyEnvironmentVariableIsTaken() {
        Settings settings = read(Map.of(), Map.ofEntries(
                Map.entry("CDC_SOURCE_CONNECTION_STRING", "Host=h;Database=d"), Map.entry("CDC_DEST_URI", "postgresql://t/db"),
                Map.entry("CDC_REPLICATION_SLOT", "s"), Map.entry("CDC_PUBLICATION", "p"), Map.entry("CDC_PROTOCOL_VERSION", "3"),
                Map.entry("CDC_BINARY_FORMAT", "on"), Map.entry("CDC_STREAMING", "true"), Map.entry("CDC_AUTO_CREATE_TABLES", "false"),
                Map.entry("CDC_CONNECTION_TIMEOUT", "7"), Map.entry("CDC_QUERY_TIMEOUT", "500ms"), Map.entry("CDC_HEARTBEAT_INTERVAL", "2m"),
                Map.entry("CDC_SCHEMA_MAPPING", "public:shop,sales:sales_db"), Map.entry("CDC_SNAPSHOT", "only"),
                Map.entry("CDC_ON_EXISTING", "upsert"), Map.entry("CDC_TABLES", "a.b, c.*"), Map.entry("CDC_LOG_FORMAT", "json"),
                Map.entry("CDC_LOG_LEVEL", "debug"), Map.entry("CDC_RETRY_LIMIT", "1h"),
                Map.entry("CDC_COPY_WHERE", "a.b: x = 1; c = y <> ':'")));
        assertThat(settings.config().protocolVersion()).isEqualTo(Optional.of(3));
        assertThat(settings.config().binaryFormat()).contains(true);
        assertThat(settings.config().streaming()).contains(true);
        assertThat(settings.config().autoCreateTables()).isFalse();
        assertThat(settings.config().connectionTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.config().queryTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.config().heartbeatInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.config().retryLimit()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.config().mapping()).containsExactly(Map.entry("public", "shop"), Map.entry("sales", "sales_db"));
        assertThat(settings.config().snapshotMode()).isEqualTo(SnapshotMode.ONLY);
        assertThat(settings.config().onExisting()).isEqualTo(OnExisting.UPSERT);
        assertThat(settings.config().tables()).isEqualTo(List.of("a.b", "c.*"));
        assertThat(settings.config().copyWhere()).isEqualTo(Map.of("a.b", "x = 1", "public.c", "y <> ':'"));
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void bothEndsMayBeGivenByParts() {
        Settings settings = read(Map.of(), Map.of("CDC_SOURCE_HOST", "h", "CDC_SOURCE_PORT", "5433", "CDC_SOURCE_DB", "my db",
                "CDC_SOURCE_USER", "u", "CDC_SOURCE_PASSWORD", "p@:/", "CDC_DEST_TYPE", "MySQL", "CDC_DEST_HOST", "::1", "CDC_DEST_DB", "d"));
        assertThat(settings.config().sourceConnectionString()).isEqualTo("postgresql://h:5433/my%20db");
        assertThat(settings.config().sourceLogin().user()).contains("u");
        assertThat(settings.config().sourceLogin().password()).contains("p@:/");
        assertThat(settings.config().destinationConnectionString()).isEqualTo("mysql://[::1]/d");
        assertThat(settings.config().destinationType()).contains("mysql");
    }

    @Test
    void aDatabaseWithoutAServerIsAFile() {
        Settings settings = read(Map.of(Option.SOURCE, "postgresql://h/d"), Map.of("CDC_DEST_TYPE", "SQLite", "CDC_DEST_DB", "/data/shop.db"));
        assertThat(settings.config().destinationConnectionString()).isEqualTo("sqlite:///data/shop.db");
    }

    @Test
    void aSecretMayComeFromAFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), "s3cret\n");
        Settings settings = read(URLS, Map.of("CDC_DEST_PASSWORD_FILE", secret.toString()));
        assertThat(settings.config().destinationLogin().password()).contains("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void allProblemsAreNamedAtOnceInTheWordsOfTheUser() throws Exception {
        Path file = file("slto: x\non-existing: keep\n");
        String problems = problems(Map.of(Option.BATCH_BYTES, "3q", Option.SLOT, "Große Worte", Option.SOURCE_PORT, "70000"),
                Map.of("CDC_DEST_PASWORD", "geheim", "CDC_QUERY_TIMEOUT", "soon", "CDC_DEST_HOST", "h"), file);
        assertThat(problems)
                .contains("the key slto in " + file + " is not known; did you mean slot?")
                .contains("on-existing in " + file + " must be one of refuse, truncate, upsert, not \"keep\"")
                .contains("--batch-bytes must be a size such as 64k, 8m or 1g, not \"3q\"")
                .contains("--source-port must be between 1 and 65535, not 70000")
                .contains("CDC_QUERY_TIMEOUT must be a time")
                .contains("the environment variable CDC_DEST_PASWORD is not known; did you mean CDC_DEST_PASSWORD?")
                .contains("the source is missing")
                .contains("the destination's type is missing")
                .contains("the slot name \"Große Worte\" may hold only lower-case letters")
                .doesNotContain("geheim");
    }

    @Test
    void aUrlAndPartsContradictEachOther() {
        assertThat(problems(URLS, Map.of("CDC_SOURCE_HOST", "other", "CDC_DEST_DB", "other"), null))
                .contains("the source is given both as a URL and by host").contains("the destination is given both as a URL and by host");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws Exception {
        assertThat(problems(URLS, Map.of(), folder.resolve("missing.yaml"))).contains("missing.yaml cannot be read");
        assertThat(problems(URLS, Map.of(), file("a: [1"))).contains("pg2any.yaml is not YAML");
        assertThat(problems(URLS, Map.of(), file("just text"))).contains("must hold lines such as");
    }

    @Test
    void anEmptyFileIsFine() throws Exception {
        assertThat(SettingsReader.read(URLS, Map.of(), file("# nothing\n")).config().replicationSlotName()).isEqualTo("cdc_slot");
    }
}
