package io.pg2any.app.command;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the program: what it takes and what it does between its arguments and its exit code. */
public interface Command {

    /** Every command, in the order of the help. */
    static List<Command> all() {
        return List.of(new RunCommand(), new StatusCommand(), new DemoCommand(), new CheckCommand(), new VerifyCommand(), new TailCommand(),
                new DeadLetterCommand(), new SlotCommand(), new DdlTriggerCommand(), new ConfigCommand());
    }

    String name();

    CommandSpec spec();

    /** Does it and returns the exit code; {@link io.pg2any.error.CdcException} where it cannot. */
    int execute(ParseResult parsed);
}
