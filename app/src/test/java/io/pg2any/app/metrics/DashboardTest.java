package io.pg2any.app.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard that is shipped asks for nothing that is not served. */
class DashboardTest {

    private static final Path DASHBOARD = Path.of("..", "docker", "grafana", "dashboards", "pg2any.json");
    private static final Pattern NAME = Pattern.compile("\\b(?:pg2any|process|jvm)_\\w+");

    private static Set<String> served() {
        Numbers all = new Numbers();
        all.lostIn = Optional.of(Duration.ofHours(1));
        all.tables = List.of(Numbers.copied("orders", 10));
        return Numbers.samples(all.page()).stream().map(sample -> sample.replaceFirst("[{ ].*", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricOfTheDashboardIsServed() throws IOException {
        List<JsonNode> expressions = JsonMapper.shared().readTree(DASHBOARD.toFile()).findValues("expr");
        assertThat(expressions).hasSizeGreaterThan(10);
        Set<String> served = served();
        for (JsonNode expression : expressions) {
            Matcher names = NAME.matcher(expression.asString());
            assertThat(names.find()).as(expression.asString()).isTrue();
            do {
                assertThat(served).as(expression.asString()).contains(names.group());
            } while (names.find());
        }
    }
}
