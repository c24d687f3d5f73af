package io.pg2any.app.metrics;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import io.pg2any.observe.Progress.State;

import static org.assertj.core.api.Assertions.assertThat;

/** Each alert rule that is shipped uses metrics that are served, fires on what a stream in that trouble serves, and is silent on a well one. */
class AlertRulesTest {

    private static final Path RULES = Path.of("..", "docker", "prometheus", "alerts.yml");
    private static final Pattern NAME = Pattern.compile("- alert: (\\w+)\\s+expr: (.+)");
    private static final int MINUTES = 60;

    /** Turns the numbers of a well stream into those of one in trouble; counters grow to what is set here. */
    private static final Map<String, Consumer<Numbers>> TROUBLES = troubles();

    private static Map<String, Consumer<Numbers>> troubles() {
        Map<String, Consumer<Numbers>> troubles = new LinkedHashMap<>();
        troubles.put("Pg2anyUnhealthy", numbers -> {
            numbers.state = State.RETRYING;
            numbers.inTrouble = Optional.of(Duration.ofMinutes(5));
        });
        troubles.put("Pg2anySlotLost", numbers -> numbers.walStatus = "lost");
        troubles.put("Pg2anySlotInDangerSoon", numbers -> {
            numbers.safe = OptionalLong.of(2L << 30);
            numbers.lostIn = Optional.of(Duration.ofHours(1));
        });
        troubles.put("Pg2anyHoldsMuchLog", numbers -> numbers.retained = 30L << 30);
        troubles.put("Pg2anyLag", numbers -> numbers.lag = Duration.ofMinutes(10));
        troubles.put("Pg2anyErrors", numbers -> numbers.errors = 50);
        troubles.put("Pg2anyRowsMissing", numbers -> numbers.missingRows = 3);
        troubles.put("Pg2anyDeadLetters", numbers -> numbers.deadLetters = 2);
        troubles.put("Pg2anyPaused", numbers -> numbers.paused = true);
        return troubles;
    }

    private static Map<String, String> rules() throws IOException {
        Map<String, String> rules = new LinkedHashMap<>();
        Matcher each = NAME.matcher(Files.readString(RULES));
        while (each.find()) {
            rules.put(each.group(1), each.group(2));
        }
        return rules;
    }

    private static Set<String> served() {
        Numbers all = new Numbers();
        all.lostIn = Optional.of(Duration.ofHours(1));
        return Numbers.samples(all.page()).stream().map(sample -> sample.replaceFirst("[{ ].*", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricOfARuleIsServed() throws IOException {
        Set<String> served = served();
        rules().forEach((alert, expression) -> {
            Matcher names = Pattern.compile("\\b(?:pg2any|process)_\\w+").matcher(expression);
            while (names.find()) {
                assertThat(served).as(alert).contains(names.group());
            }
        });
    }

    @Test
    void everyRuleHasItsProof() throws IOException {
        assertThat(rules().keySet()).containsExactlyInAnyOrderElementsOf(
                Stream.concat(TROUBLES.keySet().stream(), Stream.of("Pg2anyDown", "Pg2anyRestarts")).toList());
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFiresOnWhatAStreamInThatTroubleServes(@TempDir Path directory) throws IOException {
        return rules().keySet().stream().map(alert -> DynamicTest.dynamicTest(alert, () -> {
            String series = TROUBLES.containsKey(alert) ? series(TROUBLES.get(alert)) : seriesOfTheProcess(alert);
            promtool(directory, alert, series, Set.of(alert));
        }));
    }

    @Test
    void noRuleFiresOnWhatAWellStreamServes(@TempDir Path directory) throws Exception {
        promtool(directory, "well", series(_ -> { }) + "      - series: 'up{job=\"pg2any\", instance=\"test\"}'\n        values: '1x60'\n", Set.of());
    }

    /** The served samples as what Prometheus would have seen for an hour: the second half of it in trouble. */
    private static String series(Consumer<Numbers> trouble) {
        Numbers inTrouble = new Numbers();
        trouble.accept(inTrouble);
        Map<String, String> before = values(new Numbers().page());
        StringBuilder series = new StringBuilder();
        values(inTrouble.page()).forEach((name, value) -> {
            if (name.startsWith("pg2any_")) {
                boolean counter = name.contains("_total");
                String from = before.getOrDefault(name, value);
                double step = counter ? (Double.parseDouble(value) - Double.parseDouble(from)) / MINUTES : 0;
                String values = counter ? from + "+" + step + "x" + MINUTES : value + "x" + MINUTES;
                series.append("      - series: '").append(labelled(name)).append("'\n        values: '").append(values).append("'\n");
            }
        });
        return series.toString();
    }

    private static Map<String, String> values(String page) {
        Map<String, String> values = new LinkedHashMap<>();
        Numbers.samples(page).forEach(sample -> values.put(sample.substring(0, sample.lastIndexOf(' ')), sample.substring(sample.lastIndexOf(' ') + 1)));
        return values;
    }

    private static String labelled(String name) {
        String target = "job=\"pg2any\", instance=\"test\"";
        return name.endsWith("}") ? name.substring(0, name.length() - 1) + ", " + target + "}" : name + "{" + target + "}";
    }

    /** What Prometheus itself records of a process that is gone, or that starts again every five minutes. */
    private static String seriesOfTheProcess(String alert) {
        return alert.equals("Pg2anyDown")
                ? "      - series: 'up{job=\"pg2any\", instance=\"test\"}'\n        values: '0x60'\n"
                : "      - series: '" + labelled("process_start_time_seconds") + "'\n        values: '" + Stream.iterate(0, i -> i + 1).limit(60)
                        .map(i -> String.valueOf(1000 + i / 5 * 300)).collect(Collectors.joining(" ")) + "'\n";
    }

    /** Asks Prometheus' own tool whether the alert fires; others may fire with it. */
    private static void promtool(Path directory, String name, String series, Set<String> firing) throws IOException, InterruptedException {
        Path tool = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable).findFirst().orElseThrow(() -> new TestAbortedException(
                        "NO PROMTOOL: that the alert rules fire is not tested. Install the package prometheus."));
        StringBuilder test = new StringBuilder("rule_files: ['" + RULES.toAbsolutePath().normalize() + "']\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n")
                .append(series).append("    promql_expr_test:\n");
        if (firing.isEmpty()) {
            test.append("      - expr: count(ALERTS{alertstate=\"firing\"}) or vector(0)\n        eval_time: 50m\n        exp_samples: [{labels: '{}', value: 0}]\n");
        }
        for (String alert : firing) {
            test.append("      - expr: sum(ALERTS{alertname=\"").append(alert).append("\", alertstate=\"firing\"}) > bool 0\n")
                    .append("        eval_time: 50m\n        exp_samples: [{labels: '{}', value: 1}]\n");
        }
        Path file = Files.writeString(directory.resolve(name + ".yml"), test);
        Process process = new ProcessBuilder(List.of(tool.toString(), "test", "rules", file.toString())).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
