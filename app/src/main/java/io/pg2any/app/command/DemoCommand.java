package io.pg2any.app.command;

import io.pg2any.app.demo.Demo;
import io.pg2any.error.CdcException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any demo}: the main job on servers of its own, ending with a comparison. */
public final class DemoCommand implements Command {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage()
                .description("Starts a PostgreSQL and a destination of its own, copies a small shop, follows a write load and compares, value by value.")
                .customSynopsis("pg2any demo [--to mariadb|postgres|sqlite|duckdb] [--seconds N]")
                .sortOptions(false);
        spec.addOption(OptionSpec.builder("--to").type(Demo.Destination.class).paramLabel("DESTINATION").defaultValue("mariadb")
                .description("mariadb, postgres, sqlite or duckdb (mariadb)").build());
        spec.addOption(OptionSpec.builder("--seconds").type(int.class).paramLabel("N").defaultValue("20")
                .description("how long the write load runs; Ctrl-C ends it earlier (20)").build());
        return spec;
    }

    /** 0 if source and destination are equal in the end, else 1. */
    @Override
    public int execute(ParseResult parsed) {
        Demo.Destination to = parsed.matchedOptionValue("--to", Demo.Destination.MARIADB);
        int seconds = parsed.matchedOptionValue("--seconds", 20);
        try {
            return new Demo(to, seconds, System.out).run() ? 0 : 1;
        } catch (NoClassDefFoundError e) {
            throw new CdcException(CdcException.Kind.CONFIGURATION, "demo-server", "The demo's servers are not part of this distribution.",
                    "Run ./pg2any demo in a checkout, or pg2any run with servers of your own.", e);
        }
    }
}
