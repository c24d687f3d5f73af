package io.pg2any.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import io.pg2any.app.config.SettingsReader;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that commands take from the table of {@link Option}, each those that concern it, and {@code --config}. */
final class SharedOptions {

    /** What every connection to the source needs. */
    static final Set<Option> SOURCE = EnumSet.of(Option.SOURCE, Option.SOURCE_HOST, Option.SOURCE_PORT, Option.SOURCE_DATABASE, Option.SOURCE_USER,
            Option.SOURCE_PASSWORD, Option.CONNECTION_TIMEOUT, Option.LOG_LEVEL, Option.LOG_FORMAT);
    /** The same of the destination. */
    static final Set<Option> DESTINATION = EnumSet.of(Option.DESTINATION, Option.DESTINATION_TYPE, Option.DESTINATION_HOST, Option.DESTINATION_PORT,
            Option.DESTINATION_DATABASE, Option.DESTINATION_USER, Option.DESTINATION_PASSWORD, Option.QUERY_TIMEOUT);
    static final Set<Option> EVERY = EnumSet.allOf(Option.class);

    private static final String CONFIG = "--config";
    private static final String ASK_PASSWORD = "--ask-password";

    private SharedOptions() {}

    /** Adds the flags of {@code options}, in the table's order. */
    static void add(CommandSpec spec, Collection<Option> options) {
        spec.addOption(OptionSpec.builder(CONFIG).type(Path.class).paramLabel("FILE")
                .description("YAML file with the same names as the flags", "  " + SettingsReader.FILE_VARIABLE).build());
        spec.addOption(flag(ASK_PASSWORD, "ask at the terminal for each password that is not given"));
        addEach(spec, options, false);
    }

    /** The same, and all others too, without a word in the help: where it is harmless, so that the command line of a stream serves this command as it is. */
    static void addToThoseOfRun(CommandSpec spec, Collection<Option> options) {
        add(spec, options);
        Set<Option> others = EnumSet.allOf(Option.class);
        others.removeAll(options);
        addEach(spec, others, true);
    }

    private static void addEach(CommandSpec spec, Collection<Option> options, boolean hidden) {
        for (Option option : Option.values()) {
            if (options.contains(option)) {
                OptionSpec.Builder flag = OptionSpec.builder(option.flag()).type(String.class).paramLabel(option.parameter())
                        .description(option.description(), "  " + option.variable()).hidden(hidden);
                spec.addOption(option.isSwitch() ? flag.arity("0..1").fallbackValue("true").build() : flag.build());
            }
        }
    }

    /** Logs what a command has to say that is not its answer: to standard error, and no life events unless they are asked for. */
    static void logQuietly(Settings settings, LogLevel usual) {
        Logging.start(settings.logLevel() == LogLevel.INFO ? usual : settings.logLevel(), settings.logFormat(), new FileOutputStream(FileDescriptor.err));
    }

    /** A flag of a command's own that stands without a value. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
    }

    /** An option of a command's own. */
    static OptionSpec option(String name, String parameter, String description) {
        return OptionSpec.builder(name).type(String.class).paramLabel(parameter).description(description).build();
    }

    /** The settings of flags, environment and file. */
    static Settings read(ParseResult parsed) {
        return read(parsed, SettingsReader.Demand.BOTH_SIDES);
    }

    /** The same for a command that does not touch the destination, which may be missing. */
    static Settings readSource(ParseResult parsed) {
        return read(parsed, SettingsReader.Demand.SOURCE_ALONE);
    }

    /** The same for a command that does not touch the source, which may be missing. */
    static Settings readDestination(ParseResult parsed) {
        return read(parsed, SettingsReader.Demand.DESTINATION_ALONE);
    }

    private static Settings read(ParseResult parsed, SettingsReader.Demand demand) {
        Map<Option, String> flags = flags(parsed);
        Settings settings = SettingsReader.read(flags, System.getenv(), file(parsed), demand);
        if (!parsed.hasMatchedOption(ASK_PASSWORD)) {
            return settings;
        }
        flags.putAll(PasswordPrompt.ask(settings, demand));
        return SettingsReader.read(flags, System.getenv(), file(parsed), demand);
    }

    private static Map<Option, String> flags(ParseResult parsed) {
        Map<Option, String> flags = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            if (parsed.hasMatchedOption(option.flag())) {
                flags.put(option, parsed.matchedOptionValue(option.flag(), ""));
            }
        }
        return flags;
    }

    private static @org.jspecify.annotations.Nullable Path file(ParseResult parsed) {
        return parsed.matchedOptionValue(CONFIG, null);
    }
}
