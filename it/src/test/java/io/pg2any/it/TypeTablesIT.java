package io.pg2any.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.NameMapping;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.TypeReport;
import io.pg2any.destination.oracle.OracleReport;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.Catalog;
import io.pg2any.source.TableResolver;
import io.pg2any.source.TypeCatalog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/types.md} is what the destinations say of their types. {@code -Dpg2any.update-docs=true} writes the sections of the targets that are
 * played; what stands before the first of them is written by hand.
 */
class TypeTablesIT {

    private static final Path DOCUMENT = Path.of("..", "docs", "types.md");
    private static final boolean UPDATE = Boolean.getBoolean("pg2any.update-docs");

    private static final List<String> TYPES = List.of(
            "boolean", "smallint", "integer", "bigint", "oid", "real", "double precision", "numeric(10,2)", "numeric(38,10)", "numeric(1000,500)", "numeric(5,-2)",
            "numeric", "money", "char(10)", "varchar(100)", "varchar(20000)", "varchar", "text", "name", "\"char\"", "citext", "bytea", "bit(8)", "bit varying(20)",
            "bit varying", "date", "time", "time(0)", "timetz", "timestamp", "timestamp(0)", "timestamptz", "timestamptz(3)", "interval", "interval day to second(3)",
            "uuid", "json", "jsonb", "jsonpath", "xml", "inet", "cidr", "macaddr", "macaddr8", "point", "line", "lseg", "box", "path", "polygon", "circle", "tsvector",
            "tsquery", "int4range", "numrange", "tstzrange", "datemultirange", "pg_lsn", "xid8", "an_enum", "a_domain", "a_composite", "hstore", "integer[]", "text[]",
            "numeric(10,2)[]", "timestamptz[]", "an_enum[]", "a_composite[]", "int2vector");

    @EachTarget
    void theDocumentSaysWhatTheDestinationsMakeOfEachType(Scenario it) throws IOException, SQLException {
        List<TableSchema> tables = tables(it);
        List<TypeReport> reports;
        try (DestinationHandler handler = handler(it)) {
            reports = handler.report(tables);
        }
        assertDocument(it.kind().isMySqlFamily() ? "MySQL and MariaDB" : it.kind().title(), reports);
    }

    /** Its types do not depend on the database that is at hand: so they can be told without one. */
    @EachTarget(TargetKind.SQLITE)
    void theDocumentSaysWhatOracleMakesOfEachType(Scenario it) throws IOException, SQLException {
        assertDocument(TargetKind.ORACLE.title(), tables(it).stream().map(OracleReport::of).toList());
    }

    private static List<TableSchema> tables(Scenario it) throws SQLException {
        it.source("CREATE EXTENSION citext", "CREATE EXTENSION hstore", "CREATE TYPE an_enum AS ENUM ('a', 'b')", "CREATE DOMAIN a_domain AS numeric(10,2)",
                "CREATE TYPE a_composite AS (a int, b text)");
        List<ColumnSchema> columns = columnsOfTypes(it);
        List<TableSchema> tables = new ArrayList<>();
        tables.add(table("plain", columns, List.of()));
        columns.forEach(column -> tables.add(table("key_" + column.name(), List.of(column), List.of(0))));
        return tables;
    }

    private static void assertDocument(String title, List<TypeReport> reports) throws IOException {
        String heading = "## " + title + "\n";
        String section = heading + "\n" + section(reports.getFirst(), reports.subList(1, reports.size()));
        if (UPDATE) {
            Files.writeString(DOCUMENT, with(Files.readString(DOCUMENT), heading, section));
        }
        assertThat(sectionOf(Files.readString(DOCUMENT), heading)).as("run with -Dpg2any.update-docs=true to write it anew").isEqualTo(section);
    }

    private static List<ColumnSchema> columnsOfTypes(Scenario it) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String type : TYPES) {
            columns.add("c" + columns.size() + " " + type);
        }
        it.source("CREATE TABLE types (" + String.join(", ", columns) + ")");
        try (Connection connection = it.source().connect()) {
            TableResolver resolver = new TableResolver(new Catalog(connection), new TypeCatalog(connection), "none", new NameMapping(Map.of()));
            return resolver.schema(resolver.describe(new TableId("public", "types"))).columns();
        }
    }

    private static DestinationHandler handler(Scenario it) {
        DestinationProvider provider = ServiceLoader.load(DestinationProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(each -> each.accepts(it.target().url())).findFirst().orElseThrow();
        return provider.create(new DestinationSettings(it.target().url(), null, null, Duration.ofSeconds(5), Duration.ofMinutes(1), true, Map.of()));
    }

    private static TableSchema table(String name, List<ColumnSchema> columns, List<Integer> key) {
        return new TableSchema(new TableId("public", name), new TargetName("", name), columns, key, key, ReplicaIdentity.DEFAULT);
    }

    private static String section(TypeReport plain, List<TypeReport> keys) {
        assertThat(plain.exists()).isFalse();
        assertThat(plain.problem()).isEmpty();
        StringBuilder text = new StringBuilder("| in the source | in the target | as a key | what is an error, or lost |\n| --- | --- | --- | --- |\n");
        for (int i = 0; i < plain.columns().size(); i++) {
            TypeReport.Column column = plain.columns().get(i);
            TypeReport.Column key = keys.get(i).columns().getFirst();
            boolean same = key.targetType().equals(column.targetType());
            String loss = same || key.loss().isEmpty() || key.loss().equals(column.loss()) ? column.loss() : column.loss() + (column.isLossless() ? "" : "; ") + key.loss();
            text.append("| `").append(column.sourceType()).append("` | `").append(column.targetType()).append("` | ")
                    .append(same ? "" : "`" + key.targetType() + "`").append(" | ").append(loss).append(" |\n");
        }
        return text.toString();
    }

    private static String sectionOf(String document, String heading) {
        int from = document.indexOf(heading);
        int to = document.indexOf("\n## ", from + 1);
        return from < 0 ? "" : document.substring(from, to < 0 ? document.length() : to);
    }

    private static String with(String document, String heading, String section) {
        String old = sectionOf(document, heading);
        return old.isEmpty() ? document.stripTrailing() + "\n\n" + section : document.replace(old, section);
    }
}
