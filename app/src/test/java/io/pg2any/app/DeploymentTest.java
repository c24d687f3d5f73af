package io.pg2any.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.pg2any.app.config.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Dockerfile, compose file, unit and Makefile fit the program and each other. */
class DeploymentTest {

    private static final Path ROOT = Path.of("..");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(read("docker-compose.yml"));
    }

    @Test
    void everyVariableThatIsSetIsOneThatTheProgramKnows() throws Exception {
        Set<String> set = new TreeSet<>();
        for (String file : List.of("docker-compose.yml", "Dockerfile", "packaging/systemd/pg2any.env", "packaging/systemd/pg2any.service", "packaging/healthy")) {
            Matcher variable = Pattern.compile("\\bCDC_[A-Z_]+").matcher(read(file));
            while (variable.find()) {
                set.add(variable.group());
            }
        }
        Set<String> known = new TreeSet<>(Stream.of(Option.values()).map(Option::variable).toList());
        assertThat(set).hasSizeGreaterThan(10).isSubsetOf(known);
    }

    @Test
    void theServicesHaveTheirPortsAndTheFilesThatTheyMount() throws Exception {
        JsonNode services = compose().get("services");
        assertThat(services.propertyNames()).contains("postgres", "mysql", "sqlserver", "pg2any", "prometheus", "grafana");
        assertThat(services.get("postgres").get("ports").toString()).contains(":7777:5432");
        assertThat(services.get("postgres").get("command").toString()).contains("wal_level=logical");
        assertThat(services.get("mysql").get("ports").toString()).contains(":3306:3306");
        assertThat(services.get("sqlserver").get("ports").toString()).contains(":1433:1433");
        for (JsonNode service : services) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asString().split(":")[0];
                assertThat(source.startsWith("./") ? Files.exists(ROOT.resolve(source)) : compose().get("volumes").has(source)).as(source).isTrue();
            }
        }
    }

    @Test
    void theUsersOfTheComposeFileAreThoseOfTheScripts() throws Exception {
        JsonNode settings = compose().at("/services/pg2any/environment");
        assertThat(read("scripts/init_postgres.sql")).contains("CREATE ROLE " + settings.get("CDC_SOURCE_USER").asString(),
                "PASSWORD '" + settings.get("CDC_SOURCE_PASSWORD").asString() + "'", "CREATE PUBLICATION " + settings.get("CDC_PUBLICATION").asString());
        assertThat(read("scripts/init_mysql.sql")).contains("'" + settings.get("CDC_DEST_USER").asString() + "'@",
                "BY '" + settings.get("CDC_DEST_PASSWORD").asString() + "'", "EXISTS " + settings.get("CDC_DEST_DB").asString());
        assertThat(compose().at("/services/postgres/environment/POSTGRES_DB")).isEqualTo(settings.get("CDC_SOURCE_DB"));
    }

    @Test
    void makeListsEveryTargetThatItHas() throws Exception {
        String makefile = read("Makefile");
        Matcher phony = Pattern.compile("^\\.PHONY: (.*)$", Pattern.MULTILINE).matcher(makefile);
        assertThat(phony.find()).isTrue();
        assertThat(phony.group(1).split(" ")).contains("help", "build", "check", "test", "format", "run", "docker-build", "docker-start", "docker-stop",
                "docker-status", "docker-logs", "psql", "mysql", "test-data", "show-data", "dev-setup", "clean", "bench")
                .allSatisfy(target -> assertThat(makefile).containsPattern("(?m)^" + target + ":.* ## \\S"));
    }

    @Test
    void theDashboardIsJsonWithPanelsThatAskPrometheus() throws Exception {
        JsonNode panels = new JsonMapper().readTree(read("docker/grafana/dashboards/pg2any.json")).get("panels");
        assertThat(panels.size()).isGreaterThan(10);
        for (JsonNode panel : panels) {
            assertThat(panel.at("/targets/0/expr").asString()).as(panel.get("title").asString()).contains("pg2any_");
        }
    }
}
