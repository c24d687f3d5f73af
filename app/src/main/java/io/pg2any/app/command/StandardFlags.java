package io.pg2any.app.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --help} and {@code --version}, as picocli's own mixin has them, which by its reflection takes a tenth of a second to load. */
public final class StandardFlags {

    private StandardFlags() {}

    /** The command with the flags added. */
    public static CommandSpec addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true)
                .description("Show this help message and exit.").build());
        spec.addOption(OptionSpec.builder("-V", "--version").type(boolean.class).versionHelp(true)
                .description("Print version information and exit.").build());
        return spec;
    }
}
