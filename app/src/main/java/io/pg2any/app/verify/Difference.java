package io.pg2any.app.verify;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;

/**
 * A row that is proven to differ.
 *
 * @param row a whole row or its key alone, by which it is found on both sides
 * @param columns those that differ, of a row that both sides have
 * @param times of a table without a key: how many such rows there are too few or too many
 */
record Difference(Kind kind, Row row, List<String> columns, int times) {

    /** In which way. */
    enum Kind {
        MISSING("is missing in the target"),
        EXTRA("is in the target only"),
        VALUE("differs in the target");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    static Difference of(RowForm form, Row key, @Nullable Row source, @Nullable Row target) {
        if (source == null) {
            return new Difference(Kind.EXTRA, key, List.of(), 1);
        }
        return target == null ? new Difference(Kind.MISSING, key, List.of(), 1) : new Difference(Kind.VALUE, key, form.differing(source, target), 1);
    }
}
