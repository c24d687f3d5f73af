package io.pg2any.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Gathers settings: a flag goes before the environment, the environment before the file, the file before the default. Every
 * problem is reported at once, in the words that the user wrote.
 */
public final class SettingsReader {

    /** Names the file; not a setting itself. */
    public static final String FILE_VARIABLE = "CDC_CONFIG";

    private static final String PREFIX = "CDC_";
    private static final String FROM_FILE = "_FILE";

    private final List<String> problems = new ArrayList<>();
    private final Map<Option, Given> given = new EnumMap<>(Option.class);

    /** Which sides a command talks to, and so which must be given. */
    public enum Demand {
        BOTH_SIDES,
        SOURCE_ALONE,
        DESTINATION_ALONE
    }

    /** The settings of a command that needs both sides. */
    public static Settings read(Map<Option, String> flags, Map<String, String> environment, @Nullable Path file) {
        return read(flags, environment, file, Demand.BOTH_SIDES);
    }

    /**
     * Reads everything.
     *
     * @param flags from the command line
     * @param environment of the process; what does not begin with {@code CDC_} is left alone
     * @param file as given by {@code --config}; otherwise the environment may name one
     * @throws io.pg2any.error.CdcException of kind configuration that names every problem
     */
    public static Settings read(Map<Option, String> flags, Map<String, String> environment, @Nullable Path file, Demand demand) {
        SettingsReader reader = new SettingsReader();
        Path named = file;
        if (named == null && environment.containsKey(FILE_VARIABLE)) {
            named = Path.of(environment.getOrDefault(FILE_VARIABLE, ""));
        }
        if (named != null) {
            reader.readFile(named);
        }
        reader.readEnvironment(environment);
        flags.forEach((option, text) -> reader.given.put(option, new Given(option.flag(), text)));
        return reader.conclude(demand);
    }

    private Settings conclude(Demand demand) {
        Draft draft = new Draft();
        given.forEach((option, value) -> {
            try {
                option.set(draft, value.text());
            } catch (IllegalArgumentException | ArithmeticException e) {
                problems.add(value.name() + " " + (e instanceof ArithmeticException ? "is too large" : e.getMessage()));
            }
        });
        return draft.conclude(problems, demand, given);
    }

    private void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!name.startsWith(PREFIX) || name.equals(FILE_VARIABLE)) {
                return;
            }
            Option option = Option.ofVariable(name);
            if (option != null) {
                given.put(option, new Given(name, text));
                return;
            }
            Option secret = name.endsWith(FROM_FILE) ? Option.ofVariable(name.substring(0, name.length() - FROM_FILE.length())) : null;
            if (secret != null) {
                given.put(secret, new Given(name, contents(name, text)));
            } else {
                unknown("the environment variable " + name, name, Stream.of(Option.values()).map(Option::variable).toList());
            }
        });
    }

    private String contents(String name, String file) {
        try {
            return Files.readString(Path.of(file)).stripTrailing();
        } catch (IOException e) {
            problems.add(name + " names a file that cannot be read: " + file);
            return "";
        }
    }

    private void readFile(Path file) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            problems.add("the file " + file + " cannot be read");
            return;
        } catch (JacksonException e) {
            problems.add("the file " + file + " is not YAML: " + firstLine(e.getOriginalMessage()) + " in line " + e.getLocation().getLineNr());
            return;
        }
        if (root.isMissingNode() || root.isNull()) {
            return;
        }
        if (!root.isObject()) {
            problems.add("the file " + file + " must hold lines such as \"slot: cdc_slot\"");
            return;
        }
        root.properties().forEach(entry -> {
            Option option = Option.ofKey(entry.getKey());
            if (option == null) {
                unknown("the key " + entry.getKey() + " in " + file, entry.getKey(), Stream.of(Option.values()).map(Option::key).toList());
            } else {
                given.put(option, new Given(entry.getKey() + " in " + file, text(entry.getValue(), option.separator())));
            }
        });
    }

    /** Lists and maps of the file in the form in which flags have them. */
    private static String text(JsonNode value, String separator) {
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).collect(Collectors.joining(separator));
        }
        if (value.isObject()) {
            return rules("", value, separator).collect(Collectors.joining(separator));
        }
        return value.asString();
    }

    /** A map in a map names its entries with a dot between: tables and their columns. */
    private static Stream<String> rules(String prefix, JsonNode map, String separator) {
        return map.properties().stream().flatMap(entry -> {
            String name = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                return rules(name + ".", value, separator);
            }
            String text = value.isArray() ? text(value, ", ") : value.isNull() ? "null" : value.asString();
            return Stream.of(name + "=" + (separator.equals(Values.RULE_END) ? Values.escaped(text) : text));
        });
    }

    private void unknown(String what, String name, Collection<String> known) {
        String nearest = Nearest.of(name, known);
        problems.add(what + " is not known" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
