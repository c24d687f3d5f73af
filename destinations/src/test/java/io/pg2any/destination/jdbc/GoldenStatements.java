package io.pg2any.destination.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statements of a dialect in a file that a person can read, each beside the section of the manual that backs it.
 * {@code -Dpg2any.golden=write} writes the file anew.
 */
public final class GoldenStatements {

    private final Path file;
    private final StringBuilder text = new StringBuilder();
    private final List<String> all = new ArrayList<>();

    /** @param name of the file below {@code src/test/resources} */
    public GoldenStatements(String name) {
        this.file = Path.of("src/test/resources", name);
    }

    /** Adds statements under what they are for. */
    public void add(String title, String manual, List<String> statements) {
        text.append("-- ").append(title).append("\n-- ").append(manual).append('\n');
        for (String statement : statements) {
            text.append(statement).append(";\n");
            all.add(statement);
        }
        text.append('\n');
    }

    /** Every statement, without the parameters. */
    public List<String> statements() {
        return all.stream().map(statement -> statement.lines().findFirst().orElse("")).filter(line -> !line.startsWith("--")).toList();
    }

    public void check() throws IOException {
        if (System.getProperty("pg2any.golden", "").equals("write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(file));
    }
}
