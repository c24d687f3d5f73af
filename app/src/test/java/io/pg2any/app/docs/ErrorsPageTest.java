package io.pg2any.app.docs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorsPageTest {

    private static final Map<String, String> EXIT_CODES =
            Map.of("configuration", "2", "transient", "3", "data", "4", "position", "5", "internal", "70");

    @Test
    void thePageOfErrorsHoldsEveryCodeOfTheSource() throws Exception {
        List<ErrorSource.Place> places = ErrorSource.read(Page.ROOT);
        assertThat(places).extracting(ErrorSource.Place::code).contains("slot-lost", "source-login", "table-unfit", "out-of-memory", "spill-failed");
        TreeMap<String, List<ErrorSource.Place>> byCode = places.stream().filter(place -> !place.kind().equals("internal"))
                .collect(Collectors.groupingBy(ErrorSource.Place::code, TreeMap::new, Collectors.toList()));
        Page.holds("docs/errors.md", """
                # Errors and what to do

                An error is one sentence: what is wrong with which object, what to do about it, and in square brackets its code. The exit code tells its kind:

                | kind | exit code | what happens |
                | --- | --- | --- |
                | configuration | 2 | a person has to put something right; starting again changes nothing |
                | transient | 3 | a server or the network: pg2any tries again by itself, as long as `--retry-limit` says, and then ends |
                | data | 4 | a value or a table does not fit the target; nothing of its transaction is in the target |
                | position | 5 | the stored position, the slot and the source do not belong together; going on would lose or repeat changes |
                | internal | 70 | a defect of pg2any: please report it with the log |

                After each of them the target is at the end of a whole transaction of the source (with `--apply-parallelism`, parts of the next ones may be there
                too), and the next start goes on from there. Below, … stands for what is filled in: a name, a number, what the server said.

                """ + byCode.entrySet().stream().map(entry -> section(entry.getKey(), entry.getValue())).collect(Collectors.joining("\n"))
                + "\n## Defects\n\nThese are not meant to happen; each comes with a stack trace in the log: "
                + places.stream().filter(place -> place.kind().equals("internal")).map(place -> "`" + place.code() + "`").sorted().distinct()
                        .collect(Collectors.joining(", ")) + ".\n");
    }

    private static String section(String code, List<ErrorSource.Place> places) {
        Set<String> sentences = new LinkedHashSet<>();
        for (ErrorSource.Place place : places) {
            String remedy = place.remedy().matches("[… ]*") ? "" : " **" + place.remedy().strip() + "**";
            String message = place.message().replaceAll("\\P{L}", "").length() < 5 ? "What the server or the reading of the settings says." : place.message();
            sentences.add("- " + (message + remedy).replace("<", "&lt;").replace("*=", "\\*=") + "\n");
        }
        String kinds = places.stream().map(ErrorSource.Place::kind).distinct().map(kind -> kind + ", exit code " + EXIT_CODES.get(kind))
                .collect(Collectors.joining("; "));
        return "### `" + code + "`\n\n" + kinds + "\n\n" + String.join("", sentences);
    }
}
