package io.pg2any.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.pg2any.destination.jsonl.JsonLinesProvider;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A folder of JSON lines. What its tables hold is what comes of playing the lines in their order, as any reader of them would. */
// An excerpt of docs/custom-destination.md begins: kit target
record JsonLinesTarget(Path folder) implements TestTarget {

    @Override
    public DestinationProvider provider() {
        return new JsonLinesProvider();
    }

    @Override
    public String url() {
        return "jsonl://" + folder + "?max_file_mb=1";
    }

    @Override
    public List<List<Object>> rows(String table, List<SourceColumn> columns) {
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode row : Lines.read(folder).rows(table)) {
            List<Object> values = new ArrayList<>();
            columns.forEach(column -> values.add(value(row.path(column.name()), column.category())));
            rows.add(values);
        }
        return rows;
    }

    private static Object value(JsonNode value, Category category) {
        return value.isNull() ? null : category == Category.JSON ? value.toString() : value.isNumber() ? value.decimalValue() : value.asString();
    }

    @Override
    public void close() {}
    // An excerpt of docs/custom-destination.md ends: kit target

    /** The rows of each table as the lines so far leave them. */
    private static final class Lines {

        private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

        private final Map<String, Map<JsonNode, JsonNode>> keyed = new HashMap<>();
        private final Map<String, List<JsonNode>> keyless = new HashMap<>();

        /** Of all files that are there now; a line that is not complete yet is left out. */
        static Lines read(Path folder) {
            Lines lines = new Lines();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).sorted().toList()) {
                    String text = Files.readString(file);
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> lines.play(JSON.readTree(line)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return lines;
        }

        private void play(JsonNode line) {
            String table = line.get("table").stringValue();
            switch (line.get("op").stringValue()) {
                case "truncate" -> {
                    keyed.remove(table);
                    keyless.remove(table);
                }
                case "read", "insert", "update", "delete" -> {
                    if (line.has("key")) {
                        playKeyed(line, keyed.computeIfAbsent(table, _ -> new HashMap<>()));
                    } else {
                        playKeyless(line, keyless.computeIfAbsent(table, _ -> new ArrayList<>()));
                    }
                }
                default -> throw new AssertionError("an operation that nobody knows: " + line.get("op"));
            }
        }

        private static void playKeyed(JsonNode line, Map<JsonNode, JsonNode> rows) {
            ObjectNode key = (ObjectNode) line.get("key");
            ObjectNode former = key.deepCopy();
            if (line.has("before")) {
                key.propertyNames().forEach(name -> former.set(name, line.get("before").get(name)));
            }
            JsonNode old = rows.remove(former);
            if (line.has("after")) {
                ObjectNode after = (ObjectNode) line.get("after");
                if (line.has("unchanged") && old != null) {
                    line.get("unchanged").forEach(name -> after.set(name.stringValue(), old.get(name.stringValue())));
                }
                rows.put(key, after);
            }
        }

        /** One of the equal rows is the one before. */
        private static void playKeyless(JsonNode line, List<JsonNode> rows) {
            if (line.has("before")) {
                rows.remove(line.get("before"));
            }
            if (line.has("after")) {
                rows.add(line.get("after"));
            }
        }

        List<JsonNode> rows(String table) {
            List<JsonNode> rows = new ArrayList<>(keyless.getOrDefault(table, List.of()));
            rows.addAll(keyed.getOrDefault(table, Map.of()).values());
            return rows;
        }
    }
}
