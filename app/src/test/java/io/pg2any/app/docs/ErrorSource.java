package io.pg2any.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Every error that the source can raise, read from the source: code, kind, and the texts with a … for what is filled in. */
final class ErrorSource {

    /** One place that raises an error. */
    record Place(String code, String kind, String message, String remedy) {}

    private static final Pattern RAISED = Pattern.compile(
            "\\b(?:(configuration|data|position|transientFailure|internal)\\(|\\w+\\(\\s*(?:CdcException\\.)?Kind\\.(\\w+),)\\s*(?:\"([a-z0-9-]+)\"|(?:(\\w+)\\.)?([A-Z][A-Z0-9_]*)),");
    private static final Pattern CONSTANT = Pattern.compile("static final String ([A-Z][A-Z0-9_]*) = (?:\"([a-z0-9-]+)\"|(\\w+)\\.([A-Z][A-Z0-9_]*));");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private ErrorSource() {}

    static List<Place> read(Path root) throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (String module : List.of("core", "destinations", "app")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
                    sources.put(file, Files.readString(file));
                }
            }
        }
        Map<String, String> constants = new HashMap<>();
        sources.forEach((file, source) -> constants(type(file), source, constants));
        List<Place> places = new ArrayList<>();
        sources.forEach((file, source) -> read(type(file), source, constants, places));
        return places;
    }

    private static String type(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    /** Codes that have a name, by type and name; one that stands for another's is {@code Other.NAME}. */
    private static void constants(String type, String source, Map<String, String> constants) {
        Matcher matcher = CONSTANT.matcher(source);
        while (matcher.find()) {
            constants.put(type + "." + matcher.group(1), matcher.group(2) == null ? matcher.group(3) + "." + matcher.group(4) : matcher.group(2));
        }
    }

    private static @Nullable String code(String type, Matcher raised, Map<String, String> constants) {
        if (raised.group(3) != null) {
            return raised.group(3);
        }
        String code = constants.get((raised.group(4) == null ? type : raised.group(4)) + "." + raised.group(5));
        return code != null && code.contains(".") ? constants.get(code) : code;
    }

    private static void read(String type, String source, Map<String, String> constants, List<Place> places) {
        Matcher matcher = RAISED.matcher(source);
        while (matcher.find()) {
            String code = code(type, matcher, constants);
            if (code == null) {
                continue; // a parameter: where it comes from the code is told
            }
            String kind = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            List<String> arguments = arguments(source, matcher.end());
            boolean withRemedy = !kind.equals("transientFailure") && !kind.equals("internal") && arguments.size() > 1;
            places.add(new Place(code, kind.toLowerCase(Locale.ROOT).replace("failure", ""), text(arguments.getFirst()),
                    withRemedy ? text(arguments.get(1)) : ""));
        }
    }

    /** The arguments of a call from {@code begin} on, to its closing bracket. */
    private static List<String> arguments(String source, int begin) {
        List<String> arguments = new ArrayList<>();
        int depth = 1;
        int from = begin;
        boolean quoted = false;
        for (int i = begin; i < source.length() && depth > 0; i++) {
            char c = source.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            }
            if (depth == 0 || c == ',' && depth == 1 && !quoted) {
                arguments.add(source.substring(from, i));
                from = i + 1;
            }
        }
        return arguments;
    }

    /** The literals of an expression; what stands between them becomes one … . */
    private static String text(String expression) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(expression);
        int end = 0;
        while (literal.find()) {
            gap(text, expression.substring(end, literal.start()));
            text.append(literal.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
            end = literal.end();
        }
        gap(text, expression.substring(end));
        return text.toString();
    }

    private static void gap(StringBuilder text, String between) {
        if (!between.replaceAll("[\\s+()]", "").isEmpty() && (text.isEmpty() || text.charAt(text.length() - 1) != '…')) {
            text.append('…');
        }
    }
}
