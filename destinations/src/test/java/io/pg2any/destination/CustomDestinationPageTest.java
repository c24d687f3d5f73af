package io.pg2any.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The code on {@code docs/custom-destination.md} is the destination's own. {@code -Dpg2any.update-docs=true} takes it over. */
final class CustomDestinationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "custom-destination.md");
    private static final List<Path> CODE = List.of(Path.of("src", "main", "java", "io", "pg2any", "destination", "jsonl"), Path.of("src", "test", "java", "io", "pg2any", "destination"));
    private static final Pattern EXCERPT = Pattern.compile("<!-- excerpt: (\\S+) ([a-z ]+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final String MARK = "// An excerpt of docs/custom-destination.md %s: %s\n";

    @Test
    void excerptsAreTheDestinationsOwnCode() throws IOException {
        String page = Files.readString(PAGE);
        Matcher excerpts = EXCERPT.matcher(page);
        assertThat(excerpts.results().count()).isGreaterThanOrEqualTo(6);
        String now = EXCERPT.matcher(page).replaceAll(excerpt -> Matcher.quoteReplacement(
                "<!-- excerpt: " + excerpt.group(1) + " " + excerpt.group(2) + " -->\n```java\n" + code(excerpt) + "```\n"));
        if (Boolean.getBoolean("pg2any.update-docs")) {
            Files.writeString(PAGE, now);
        }
        assertThat(Files.readString(PAGE)).as("run with -Dpg2any.update-docs=true to take the code over").isEqualTo(now);
    }

    private static String code(MatchResult excerpt) {
        try {
            Path path = CODE.stream().map(folder -> folder.resolve(excerpt.group(1))).filter(Files::exists).findFirst().orElseThrow();
            String file = Files.readString(path);
            String begin = MARK.formatted("begins", excerpt.group(2));
            int from = file.indexOf(begin);
            int to = file.indexOf(MARK.formatted("ends", excerpt.group(2)));
            assertThat(from).as(excerpt.group(2)).isBetween(0, to);
            String code = file.substring(from + begin.length(), to).stripTrailing();
            boolean open = code.chars().filter(c -> c == '{').count() > code.chars().filter(c -> c == '}').count(); // the rest of the class is left out
            return code.stripIndent() + (open ? "\n}\n" : "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
