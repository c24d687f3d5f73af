package io.pg2any.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the lines of a folder say its tables hold: they are played in their order, as any reader of them would. Shares no code with the product. */
public final class JsonLines {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final Map<String, Map<JsonNode, JsonNode>> keyed = new HashMap<>();
    private final Map<String, Map<JsonNode, Integer>> keyless = new HashMap<>();

    private JsonLines() {}

    /** Of all files that are there now; a line that is not complete yet is left out. */
    public static JsonLines read(Path folder) {
        JsonLines lines = new JsonLines();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
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
                    playKeyless(line, keyless.computeIfAbsent(table, _ -> new HashMap<>()));
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

    private static void playKeyless(JsonNode line, Map<JsonNode, Integer> rows) {
        if (line.has("before")) {
            if (rows.merge(line.get("before"), -1, Integer::sum) == 0) {
                rows.remove(line.get("before"));
            }
        }
        if (line.has("after")) {
            rows.merge(line.get("after"), 1, Integer::sum);
        }
    }

    /** The rows of a table and how often each is there. */
    public Map<JsonNode, Integer> rows(String table) {
        Map<JsonNode, Integer> rows = new HashMap<>(keyless.getOrDefault(table, Map.of()));
        keyed.getOrDefault(table, Map.of()).values().forEach(row -> rows.merge(row, 1, Integer::sum));
        return rows;
    }

    /** The rows of a table of the source in the same form. */
    public static Map<JsonNode, Integer> rows(SourceDatabase source, String table) {
        Map<JsonNode, Integer> rows = new HashMap<>();
        List<String> texts = source.column("SELECT row_to_json(t)::text FROM " + table + " t");
        texts.forEach(text -> rows.merge(JSON.readTree(text), 1, Integer::sum));
        return rows;
    }

    /** The marker's number; -1 where it has not come yet. */
    public long marker() {
        return rows(SourceDatabase.MARKER).keySet().stream().mapToLong(row -> row.get("n").longValue()).max().orElse(-1);
    }
}
