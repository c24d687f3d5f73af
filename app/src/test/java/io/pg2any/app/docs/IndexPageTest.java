package io.pg2any.app.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class IndexPageTest {

    @Test
    void theIndexNamesEveryPage() throws Exception {
        String index = Files.readString(Page.ROOT.resolve("docs/README.md"));
        List<Path> missing;
        try (Stream<Path> docs = Files.list(Page.ROOT.resolve("docs"))) {
            missing = docs.filter(file -> file.toString().endsWith(".md") && !file.endsWith("README.md"))
                    .filter(file -> !index.contains("(" + file.getFileName() + ")")).sorted().toList();
        }
        Page.holds("docs/README.md", missing.isEmpty() ? index
                : index.stripTrailing() + "\n\n**More**: " + missing.stream().map(IndexPageTest::link).collect(Collectors.joining(" · ")) + "\n");
    }

    private static String link(Path page) {
        try (Stream<String> lines = Files.lines(page)) {
            String title = lines.filter(line -> line.startsWith("# ")).findFirst().orElse("# " + page.getFileName()).substring(2);
            return "[" + title + "](" + page.getFileName() + ")";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
