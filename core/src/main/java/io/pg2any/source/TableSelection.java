package io.pg2any.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.pg2any.event.TableId;
import io.pg2any.event.TablePattern;

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
                excluding.add(TablePattern.of(text.substring(1)));
            } else if (!text.isEmpty()) {
                including.add(TablePattern.of(text));
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
}
