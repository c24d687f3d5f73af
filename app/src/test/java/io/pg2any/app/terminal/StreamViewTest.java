package io.pg2any.app.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamViewTest {

    @Test
    void barsGrowWithTheirShare() {
        assertThat(Bars.of(0, 10)).isEqualTo("░".repeat(24) + "   0%");
        assertThat(Bars.of(5, 10)).isEqualTo("█".repeat(12) + "░".repeat(12) + "  50%");
        assertThat(Bars.of(999, 1000)).endsWith("  99%");
        assertThat(Bars.of(30, 10)).isEqualTo("█".repeat(24) + " 100%");
        assertThat(Bars.of(7, 0)).doesNotContain("%");
    }

    @Test
    void logLinesStandAboveTheView() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LiveView view = new LiveView(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        view.show(List.of("one", "two"));
        view.log().write("logged\n".getBytes(StandardCharsets.UTF_8));
        view.show(List.of("three"));
        view.close();
        assertThat(screen(bytes.toString(StandardCharsets.UTF_8))).containsExactly("logged");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("logged\none\ntwo\n").contains("three");
    }

    /** What a terminal that knows "up" and "clear below" shows in the end. */
    private static List<String> screen(String output) {
        java.util.ArrayList<String> lines = new java.util.ArrayList<>(List.of(""));
        int at = 0;
        while (at < output.length()) {
            if (output.startsWith("\u001b[J", at)) {
                at += 3;
                continue;
            }
            if (output.charAt(at) == '\u001b') {
                int end = output.indexOf('A', at);
                int up = Integer.parseInt(output.substring(at + 2, end));
                while (up-- > 0) {
                    lines.removeLast();
                }
                lines.set(lines.size() - 1, "");
                at = end + 1;
            } else if (output.charAt(at) == '\n') {
                lines.add("");
                at++;
            } else {
                if (output.charAt(at) != '\r') {
                    lines.set(lines.size() - 1, lines.getLast() + output.charAt(at));
                }
                at++;
            }
        }
        return lines.stream().filter(line -> !line.isEmpty()).toList();
    }
}
