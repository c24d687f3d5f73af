package io.pg2any.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A file that is written from the code. {@code -Dpg2any.write} writes it anew where it differs. */
final class Page {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Page() {}

    static void holds(String name, String expected) throws IOException {
        Path file = ROOT.resolve(name);
        String actual = Files.exists(file) ? Files.readString(file) : "";
        if (!actual.equals(expected) && System.getProperty("pg2any.write") != null) {
            Files.writeString(file, expected);
            return;
        }
        assertThat(actual).as("%s is written from the code: mvn -pl core,destinations,app test -Dtest='*Page*' -Dpg2any.write"
                + " -Dsurefire.failIfNoSpecifiedTests=false", name).isEqualTo(expected);
    }
}
