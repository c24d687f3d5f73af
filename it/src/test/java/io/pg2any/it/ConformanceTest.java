package io.pg2any.it;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/conformance.md says is proven: its tests exist, and are played on the destinations that it marks. */
class ConformanceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
    private static final String PLAYED = "✓";
    private static final String ON_ONE = "○";
    private static final List<TargetKind> COLUMNS = List.of(TargetKind.MYSQL, TargetKind.MARIADB, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB);

    private record Line(String what, List<String> tests, List<String> marks) {}

    private static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(DOCUMENT)) {
            List<String> cells = Arrays.stream(text.split(Pattern.quote("|"))).map(String::strip).toList();
            if (cells.size() == 9 && cells.get(3).startsWith("`")) {
                lines.add(new Line(cells.get(2), List.of(cells.get(3).replace("`", "").split("<br>")), cells.subList(4, 9)));
            }
        }
        return lines;
    }

    @Test
    void everyMarkIsThatOfATest() throws IOException {
        List<Line> lines = lines();
        assertThat(lines).hasSizeGreaterThan(80);
        for (Line line : lines) {
            Set<TargetKind> played = EnumSet.noneOf(TargetKind.class);
            for (String test : line.tests) {
                played.addAll(played(test));
            }
            for (int i = 0; i < COLUMNS.size(); i++) {
                assertThat(line.marks.get(i).equals(PLAYED)).as(line.what + " on " + COLUMNS.get(i).title()).isEqualTo(played.contains(COLUMNS.get(i)));
            }
            if (line.marks.contains(ON_ONE)) {
                assertThat(played.size()).as(line.what + " is played on one or on none").isLessThanOrEqualTo(1);
            }
        }
    }

    private static List<TargetKind> played(String test) {
        String[] name = test.split("\\.");
        Method method = method(name[0], name[1]);
        EachTarget each = method.getAnnotation(EachTarget.class);
        if (each == null) {
            assertThat(method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)).as(test + " is a test").isTrue();
            return List.of();
        }
        return each.value().length == 0 ? List.of(TargetKind.values()) : List.of(each.value());
    }

    private static Method method(String type, String method) {
        try {
            return Arrays.stream(Class.forName(ConformanceTest.class.getPackageName() + "." + type).getDeclaredMethods())
                    .filter(each -> each.getName().equals(method)).findFirst().orElseThrow(() -> new AssertionError("there is no test " + type + "." + method));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class " + type, e);
        }
    }
}
