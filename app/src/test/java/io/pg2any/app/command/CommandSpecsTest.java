package io.pg2any.app.command;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Model.CommandSpec;

import static org.assertj.core.api.Assertions.assertThat;

class CommandSpecsTest {

    @Test
    void everyCommandTakesHelp() {
        Command.all().forEach(command -> check(command.name(), command.spec()));
    }

    private static void check(String name, CommandSpec spec) {
        assertThat(spec.optionsMap()).as(name).containsKeys("--help", "-h");
        spec.subcommands().forEach((subName, sub) -> check(name + " " + subName, sub.getCommandSpec()));
    }
}
