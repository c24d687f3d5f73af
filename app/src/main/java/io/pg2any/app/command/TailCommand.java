package io.pg2any.app.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.tail.Tail;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any tail}: the source's changes, as they are committed. */
public final class TailCommand implements Command {

    private static final String JSON = "--json";
    private static final String FROM = "--from";
    private static final String COUNT = "--count";
    private static final String SECONDS = "--seconds";
    /** For ever, and no overflow in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("Prints the source's changes as they are committed, one a line, over a temporary slot: a running stream is not touched, and nothing is left behind.")
                .customSynopsis("pg2any tail --source URL [--tables PATTERNS] [--json] [--from LSN] [--count N] [--seconds N] [OPTIONS]")
                .sortOptions(false)
                .width(120);
        spec.addOption(SharedOptions.flag(JSON, "a JSON object a line, values in full; otherwise a line for people, long values cut"));
        spec.addOption(SharedOptions.option(FROM, "LSN", "begin there, if the slot of --slot still holds it (with what is committed from now on)"));
        spec.addOption(OptionSpec.builder(COUNT).type(long.class).paramLabel("N").description("end after so many changes").build());
        spec.addOption(OptionSpec.builder(SECONDS).type(long.class).paramLabel("N").description("end after so long; Ctrl-C ends it earlier").build());
        Set<Option> options = EnumSet.of(Option.SLOT, Option.PUBLICATION, Option.TABLES, Option.ORIGIN);
        options.addAll(SharedOptions.SOURCE);
        SharedOptions.add(spec, options);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        Settings settings = SharedOptions.readSource(parsed);
        SharedOptions.logQuietly(settings, LogLevel.WARN);
        PrintWriter out = parsed.commandSpec().commandLine().getOut();
        AtomicBoolean stopped = new AtomicBoolean();
        StopSignals.listen(() -> stopped.set(true));
        long most = parsed.matchedOptionValue(COUNT, Long.MAX_VALUE);
        long seconds = parsed.matchedOptionValue(SECONDS, LONGEST.toSeconds());
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Tail tail = new Tail(settings.config(), from(parsed), parsed.hasMatchedOption(JSON), line -> {
            out.println(line);
            out.flush();
        });
        tail.run(most, () -> stopped.get() || out.checkError() || System.nanoTime() - end > 0);
        return 0;
    }

    private static Optional<Lsn> from(ParseResult parsed) {
        if (!parsed.hasMatchedOption(FROM)) {
            return Optional.empty();
        }
        String text = parsed.matchedOptionValue(FROM, "");
        try {
            return Optional.of(Lsn.parse(text));
        } catch (IllegalArgumentException e) {
            throw CdcException.configuration("position", FROM + " must be a position such as 0/16B3748, not \"" + text + "\".", "");
        }
    }
}
