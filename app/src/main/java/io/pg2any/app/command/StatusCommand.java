package io.pg2any.app.command;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.pg2any.app.config.HttpSettings;
import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.status.StatusClient;
import io.pg2any.app.status.StatusReport;
import io.pg2any.error.CdcException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any status}: what the running process says of itself; where none runs, what source and target say. */
public final class StatusCommand implements Command {

    /** A process runs and is not well. */
    private static final int ILL = 1;
    /** No process answers. */
    private static final int NOT_RUNNING = 3;
    private static final String JSON = "--json";

    @Override
    public String name() {
        return "status";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage()
                .description("Tells how the stream is: from the running process, or, where none answers, from source and target.")
                .customSynopsis("pg2any status [--json] [OPTIONS]")
                .footer("", "Exit code: 0 it runs and is well, 1 it runs and is not well, 3 it does not run.")
                .sortOptions(false)
                .width(120);
        spec.addOption(SharedOptions.flag(JSON, "the same as JSON"));
        Set<Option> options = EnumSet.of(Option.SLOT, Option.HTTP);
        options.addAll(SharedOptions.SOURCE);
        options.addAll(SharedOptions.DESTINATION);
        SharedOptions.addToThoseOfRun(spec, options);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        PrintWriter out = parsed.commandSpec().commandLine().getOut();
        boolean json = parsed.hasMatchedOption(JSON);
        Settings settings = SharedOptions.readSource(parsed);
        SharedOptions.logQuietly(settings, LogLevel.ERROR);
        try {
            Optional<StatusReport> running = ask(settings);
            if (running.isPresent()) {
                StatusReport report = running.get();
                if (json) {
                    out.println(Json.pretty(report));
                } else {
                    StatusText.lines(report).forEach(out::println);
                }
                return report.health().ok() ? 0 : ILL;
            }
            BothEnds ends = BothEnds.look(settings);
            if (json) {
                out.println(Json.pretty(ends.object()));
            } else {
                ends.lines().forEach(out::println);
            }
            return NOT_RUNNING;
        } catch (InterruptedException e) {
            throw CdcException.internal("interrupted", "The main thread was interrupted.", e);
        } finally {
            out.flush();
        }
    }

    /** The report of this stream's process; that of another stream does not count. */
    private static Optional<StatusReport> ask(Settings settings) throws InterruptedException {
        Optional<HttpSettings.Address> address = settings.http().address();
        return address.isEmpty()
                ? Optional.empty()
                : StatusClient.ask(address.get()).filter(report -> report.stream().slot().equals(settings.config().replicationSlotName()));
    }
}
