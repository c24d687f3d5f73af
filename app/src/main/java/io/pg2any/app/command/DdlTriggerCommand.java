package io.pg2any.app.command;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;

import io.pg2any.Endpoints;
import io.pg2any.error.CdcException;
import io.pg2any.source.DdlTrigger;
import io.pg2any.source.SourceErrors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any ddl-trigger}: the event trigger in the source that tells of DDL, for whoever may make and remove it. */
public final class DdlTriggerCommand implements Command {

    private static final String PRINT = "print";
    private static final String CREATE = "create";
    private static final String DROP = "drop";

    @Override
    public String name() {
        return "ddl-trigger";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage().description("Makes or removes the source's event trigger that tells of DDL.").customSynopsis("pg2any ddl-trigger print|create|drop [OPTIONS]");
        CommandSpec print = StandardFlags.addTo(CommandSpec.create());
        print.usageMessage().description("Prints the statements that make it.");
        spec.addSubcommand(PRINT, print);
        Map.of(CREATE, "Makes it, as a superuser; a run with --ddl-trigger then needs no more rights than without.",
                DROP, "Removes it with its schema. Streams go on and follow DDL by the rows behind it.").forEach((name, description) -> {
                    CommandSpec sub = StandardFlags.addTo(CommandSpec.create());
                    sub.usageMessage().description(description).sortOptions(false).width(120);
                    SharedOptions.add(sub, EnumSet.copyOf(SharedOptions.SOURCE));
                    spec.addSubcommand(name, sub);
                });
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult what = parsed.subcommand();
        if (what == null) {
            parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
            return CdcException.Kind.CONFIGURATION.exitCode();
        }
        PrintWriter out = what.commandSpec().commandLine().getOut();
        if (what.commandSpec().name().equals(PRINT)) {
            out.print(DdlTrigger.statements());
        } else {
            try (Connection connection = Endpoints.source(SharedOptions.readSource(what).config()).open()) {
                DdlTrigger trigger = new DdlTrigger(connection);
                out.println(what.commandSpec().name().equals(CREATE) ? created(trigger) : trigger.drop() ? "removed" : "there was none");
            } catch (SQLException e) {
                throw SourceErrors.of("looking for the event trigger", e);
            }
        }
        out.flush();
        return 0;
    }

    private static String created(DdlTrigger trigger) throws SQLException {
        if (trigger.exists()) {
            return "it is there already";
        }
        trigger.ensure();
        return "created";
    }
}
