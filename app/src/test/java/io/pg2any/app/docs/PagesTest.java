package io.pg2any.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.pg2any.app.CommandLineCheck;

import static org.assertj.core.api.Assertions.assertThat;

/** Every page for users: its links lead somewhere, and its commands are ones that the program takes. */
class PagesTest {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]*`");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Page.ROOT); Stream<Path> docs = Files.walk(Page.ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            String text = INLINE_CODE.matcher(BLOCK.matcher(Files.readString(page)).replaceAll("")).replaceAll("");
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !leads(page, target)) {
                    broken.add(Page.ROOT.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        Path file = hash == 0 ? page : page.resolveSibling(hash < 0 ? link : link.substring(0, hash));
        if (!Files.exists(file)) {
            return false;
        }
        return hash < 0 || anchors(Files.readString(file)).contains(link.substring(hash + 1));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(String page) {
        return page.lines().filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
                .toList();
    }

    @Test
    void everyCommandShownIsOneThatTheProgramTakes() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                for (String line : block.group(2).replaceAll("\\\\\\n\\s*", " ").lines().toList()) {
                    String problem = CommandLineCheck.problem(line);
                    if (!problem.isEmpty()) {
                        wrong.add(Page.ROOT.relativize(page) + ": " + line + ": " + problem);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void thereAreCommandsToCheck() throws Exception {
        assertThat(pages().stream().map(PagesTest::read).collect(Collectors.joining())).contains("\npg2any run ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
