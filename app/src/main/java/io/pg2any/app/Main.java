package io.pg2any.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

import io.pg2any.app.command.Command;
import io.pg2any.app.command.StandardFlags;
import io.pg2any.error.CdcException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Where the process begins: finds the command and turns what it ends with into an exit code. */
public final class Main {

    private static final String DEBUG = "debug";

    private Main() {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(Main::uncaught);
        System.exit(run(arguments));
    }

    /** The stream's own threads tell their errors; without one of the others we would be a process that nobody hears of. */
    private static void uncaught(Thread thread, Throwable error) {
        System.err.println("pg2any: thread " + thread.getName() + " ended: " + error);
        if (error instanceof OutOfMemoryError) {
            Runtime.getRuntime().halt(CdcException.Kind.CONFIGURATION.exitCode());
        }
    }

    /** The exit code. */
    static int run(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** For these arguments: where the first one names a command, the others need not be described. */
    static CommandLine commandLine(String... arguments) {
        CommandSpec root = StandardFlags.addTo(CommandSpec.create().name("pg2any").versionProvider(() -> new String[] {"pg2any " + Version.text()}));
        root.usageMessage()
                .description("Streams a PostgreSQL database into any other database: copies what is there, then follows every change.")
                .commandListHeading("%nCommands:%n")
                .footer("", "Exit codes: 0 ended as asked, 1 not equal, 2 configuration, 3 a server is gone, 4 data, 5 position, 70 defect.");
        List<Command> named = Command.all().stream().filter(command -> arguments.length > 0 && command.name().equals(arguments[0])).toList();
        List<Command> commands = named.isEmpty() ? Command.all() : named;
        commands.forEach(command -> root.addSubcommand(command.name(), command.spec()));
        CommandLine commandLine = new CommandLine(root);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionStrategy(parsed -> execute(commands, parsed));
        return commandLine;
    }

    private static int execute(List<Command> commands, ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult arguments = parsed.subcommand();
        if (arguments == null) {
            CommandLine asked = parsed.commandSpec().commandLine();
            asked.usage(asked.getErr());
            return CdcException.Kind.CONFIGURATION.exitCode();
        }
        try {
            String name = arguments.commandSpec().name();
            return commands.stream().filter(command -> command.name().equals(name)).findFirst().orElseThrow().execute(arguments);
        } catch (RuntimeException e) {
            return explain(e, arguments.commandSpec().commandLine().getErr(), verbose(arguments));
        }
    }

    private static boolean verbose(ParseResult command) {
        return Arrays.asList(DEBUG, "trace").contains(command.matchedOptionValue("--log-level", ""));
    }

    private static int explain(Exception exception, PrintWriter err, boolean withStack) {
        CdcException failure = exception instanceof CdcException ours
                ? ours
                : CdcException.internal("unexpected", "Unexpected: " + exception + ".", exception);
        err.println("pg2any: " + failure.explain());
        if (withStack || failure.kind() == CdcException.Kind.INTERNAL) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure.kind().exitCode();
    }
}
