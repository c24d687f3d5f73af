package io.pg2any.app.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.app.config.Given;
import io.pg2any.app.config.Masked;
import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any config}: the settings as a run would take them, and where each came from. */
public final class ConfigCommand implements Command {

    private static final String EXPLAIN = "--explain";
    private static final String JSON = "--json";
    private static final String DEFAULT = "default";

    @Override
    public String name() {
        return "config";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage()
                .description("Prints the settings as a run with the same flags, environment and file would take them, and where each came from;"
                        + " secrets are masked. The output is YAML that --config takes.")
                .customSynopsis("pg2any config [--explain] [--json] [OPTIONS]")
                .sortOptions(false)
                .width(120);
        spec.addOption(SharedOptions.flag(EXPLAIN, "every setting there is: its flag, variable and default, and what it is for"));
        spec.addOption(SharedOptions.flag(JSON, "the same as JSON"));
        SharedOptions.add(spec, SharedOptions.EVERY);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        PrintWriter out = parsed.commandSpec().commandLine().getOut();
        boolean json = parsed.hasMatchedOption(JSON);
        if (parsed.hasMatchedOption(EXPLAIN)) {
            explain(out, json);
        } else {
            show(SharedOptions.readSource(parsed), out, json);
        }
        out.flush();
        return 0;
    }

    private static void explain(PrintWriter out, boolean json) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            for (Option option : Option.values()) {
                all.put(option.key(), Json.object("flag", option.flag(), "variable", option.variable(), "value", option.parameter(),
                        DEFAULT, option.defaultValue(), "purpose", option.purpose()));
            }
            out.println(Json.pretty(all));
            return;
        }
        for (Option option : Option.values()) {
            out.println(option.flag() + " " + option.parameter() + "   " + option.variable());
            out.println("    " + option.purpose());
            if (!option.defaultValue().isEmpty()) {
                out.println("    default: " + option.defaultValue());
            }
        }
    }

    private static void show(Settings settings, PrintWriter out, boolean json) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            for (Option option : Option.values()) {
                Given given = settings.given().get(option);
                all.put(option.key(), Json.object("value", value(option, given), "from", given == null ? DEFAULT : given.name()));
            }
            out.println(Json.pretty(all));
            return;
        }
        Columns columns = new Columns();
        for (Option option : Option.values()) {
            Given given = settings.given().get(option);
            String value = value(option, given);
            if (given != null) {
                columns.add(option.key() + ": " + Json.line(String.valueOf(value)), "# from " + given.name());
            } else if (value != null) {
                columns.add("# " + option.key() + ": " + value, "# " + DEFAULT);
            }
        }
        columns.lines().forEach(out::println);
    }

    private static @Nullable String value(Option option, @Nullable Given given) {
        if (given != null) {
            return Masked.value(option, given.text());
        }
        return option.defaultValue().isEmpty() ? null : option.defaultValue();
    }
}
