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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import io.pg2any.destination.TestTarget;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/conformance.md says is proven: its tests exist, and are played on the destinations that it marks. */
class ConformanceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
    private static final int FIRST_MARK = 4;
    private static final String PLAYED = "✓";
    private static final String ON_ONE = "○";
    private static final List<TargetKind> COLUMNS = List.of(TargetKind.MYSQL, TargetKind.MARIADB, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB);

    /** The tests of the destinations, in the order of the document's columns, by the beginning of their names. */
    private static final Path TESTS = Path.of("..", "destinations", "src", "test", "java", "io", "pg2any", "destination");
    private static final List<String> DESTINATIONS = List.of("MySql", "MariaDb", "Postgres", "Sqlite", "DuckDb", "JsonLines");

    private record Line(String what, List<String> tests, List<String> marks) {}

    /** @param marks how many columns of marks the lines have */
    private static List<Line> lines(int marks) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(DOCUMENT)) {
            List<String> cells = Arrays.stream(text.split(Pattern.quote("|"))).map(String::strip).toList();
            if (cells.size() == FIRST_MARK + marks && cells.get(3).startsWith("`")) {
                lines.add(new Line(cells.get(2), List.of(cells.get(3).replace("`", "").split("<br>")), cells.subList(FIRST_MARK, cells.size())));
            }
        }
        return lines;
    }

    @Test
    void everyMarkIsThatOfATest() throws IOException {
        List<Line> lines = lines(COLUMNS.size());
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

    @Test
    void everyMarkOfTheKitIsThatOfADestinationsTest() throws IOException {
        List<Line> lines = lines(DESTINATIONS.size());
        assertThat(lines).hasSizeGreaterThan(5);
        for (int i = 0; i < DESTINATIONS.size(); i++) {
            String code = code(DESTINATIONS.get(i));
            for (Line line : lines) {
                boolean played = line.tests.stream().allMatch(test -> code.contains(test.split("\\.")[0]));
                assertThat(line.marks.get(i).equals(PLAYED)).as(line.what + " on " + DESTINATIONS.get(i)).isEqualTo(played);
            }
        }
        lines.stream().flatMap(line -> line.tests.stream()).map(test -> test.split("\\.")).forEach(name -> assertThat(method(TestTarget.class.getPackageName(), name[0], name[1])
                .isAnnotationPresent(Test.class)).as(name[1]).isTrue());
    }

    /** What the classes of a destination's tests implement. */
    private static String code(String destination) throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            StringBuilder declarations = new StringBuilder();
            for (Path file : files.filter(file -> file.getFileName().toString().matches(destination + "(Destination|Stream|Kit)Test\\.java")).toList()) {
                Files.readString(file).lines().filter(line -> line.startsWith("final class ")).forEach(declarations::append);
            }
            return declarations.toString();
        }
    }

    private static List<TargetKind> played(String test) {
        String[] name = test.split("\\.");
        Method method = method(ConformanceTest.class.getPackageName(), name[0], name[1]);
        EachTarget each = method.getAnnotation(EachTarget.class);
        if (each == null) {
            assertThat(method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)).as(test + " is a test").isTrue();
            return List.of();
        }
        return each.value().length == 0 ? List.of(TargetKind.values()) : List.of(each.value());
    }

    private static Method method(String folder, String type, String method) {
        try {
            return Arrays.stream(Class.forName(folder + "." + type).getDeclaredMethods())
                    .filter(each -> each.getName().equals(method)).findFirst().orElseThrow(() -> new AssertionError("there is no test " + type + "." + method));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class " + type, e);
        }
    }
}
