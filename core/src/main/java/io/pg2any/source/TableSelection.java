package io.pg2any.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.pg2any.event.TableId;

/**
 * Which tables are chosen, by patterns {@code schema.table} with {@code *} and {@code ?}; one without a dot is a table of
 * {@code public}, a leading {@code !} excludes. Without any including pattern every table is chosen that is not excluded.
 */
public final class TableSelection implements Predicate<TableId> {

    private final List<Predicate<TableId>> including = new ArrayList<>();
    private final List<Predicate<TableId>> excluding = new ArrayList<>();

    public TableSelection(List<String> patterns) {
        for (String pattern : patterns) {
            String text = pattern.strip();
            if (text.startsWith("!")) {
                excluding.add(matcher(text.substring(1)));
            } else if (!text.isEmpty()) {
                including.add(matcher(text));
            }
        }
    }

    /** Whether every table is chosen, those of the future too. */
    public boolean isEverything() {
        return including.isEmpty() && excluding.isEmpty();
    }

    @Override
    public boolean test(TableId table) {
        return (including.isEmpty() || including.stream().anyMatch(p -> p.test(table)))
                && excluding.stream().noneMatch(p -> p.test(table));
    }

    private static Predicate<TableId> matcher(String pattern) {
        int dot = pattern.indexOf('.');
        Pattern schema = glob(dot < 0 ? "public" : pattern.substring(0, dot));
        Pattern table = glob(pattern.substring(dot + 1));
        return id -> schema.matcher(id.schema()).matches() && table.matcher(id.table()).matches();
    }

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
