package io.pg2any.app.docs;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.pg2any.app.config.Option;

class ConfigurationPageTest {

    @Test
    void theConfigurationReferenceIsTheTableOfOptions() throws Exception {
        Page.holds("docs/configuration.md", """
                # Configuration

                Every setting is a flag of `pg2any run`, a key of the configuration file and an environment variable. A flag goes before the environment,
                the environment before the file, the file before the default, which stands in brackets. A name that is not known is an error that names the
                nearest one; all problems are reported at once. `pg2any config` prints what holds, and where each value comes from.

                - The file is YAML: `--config pg2any.yaml` or `CDC_CONFIG=pg2any.yaml`. Lists and maps may be written as such.
                  [packaging/pg2any.yaml](../packaging/pg2any.yaml) is one to start from.
                - For each variable, the same name with `_FILE` at its end names a file that holds the value, such as a secret that is mounted.
                - A BOOLEAN flag may stand without a value: `--two-phase`.
                - SIZE: `65536`, `64k`, `8m`, `1g`. TIME: `500ms`, `15s`, `5m`, `1h`.

                | flag | in the file | variable | what |
                | --- | --- | --- | --- |
                """ + Stream.of(Option.values()).map(ConfigurationPageTest::row).collect(Collectors.joining())
                + "\nThis page is written from the program's own table of options.\n");
    }

    private static String row(Option option) {
        return "| `" + option.flag() + " " + option.parameter().replace("|", "\\|") + "` | `" + option.key() + "` | `" + option.variable() + "` | "
                + option.description().replace("|", "\\|").replace("<", "&lt;") + " |\n";
    }

    @Test
    void theCommentedFileHoldsEveryOption() throws Exception {
        Page.holds("packaging/pg2any.yaml", """
                # Settings of pg2any: pg2any run --config pg2any.yaml. Each line is commented out; in brackets stands what holds without it.
                # A flag or an environment variable of the same setting goes before this file. Keep secrets in CDC_SOURCE_PASSWORD_FILE and its like.

                """ + Stream.of(Option.values())
                .map(option -> "# " + option.description() + "\n#" + option.key() + ": " + option.parameter() + "\n")
                .collect(Collectors.joining("\n")));
    }
}
