package io.pg2any.pipeline;

import java.util.Comparator;
import java.util.List;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;

/** Says what in a batch most likely took the memory. */
final class LargestRow {

    private LargestRow() {}

    /** A phrase such as "writing a row of public.t of 25 MB". */
    static String of(List<TransactionSlice> slices) {
        return slices.stream().flatMap(slice -> slice.changes().stream()).max(Comparator.comparingLong(Change::bytes))
                .map(change -> "writing a row of " + table(change) + " of " + (change.bytes() >> 20) + " MB")
                .orElse("writing");
    }

    private static String table(Change change) {
        return switch (change) {
            case Insert insert -> insert.relation().table().toString();
            case Update update -> update.relation().table().toString();
            case Delete delete -> delete.relation().table().toString();
            case Truncate truncate -> truncate.relations().getFirst().table().toString();
        };
    }
}
