package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;

import static org.assertj.core.api.Assertions.assertThat;

/** A target in memory that applies steps by the letter of their contract, and is strict about it. */
final class TargetTables {

    /** A value that no row of the source has: what a partial update leaves where it should not. */
    private static final String UNCHANGED = "(unchanged)";

    private final Map<TableId, List<List<String>>> tables = new HashMap<>();

    void apply(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.NetRows net -> apply(net);
                case Step.Ordered(TableSchema table, List<Change> changes) -> changes.forEach(change -> apply(change, rows(table)));
                case Step.Truncate(List<TableSchema> emptied) -> emptied.forEach(table -> rows(table).clear());
            }
        }
    }

    List<List<String>> rows(TableId table) {
        return tables.computeIfAbsent(table, t -> new ArrayList<>());
    }

    private List<List<String>> rows(TableSchema table) {
        return rows(table.source());
    }

    private void apply(Step.NetRows net) {
        Map<List<String>, List<String>> before = byKey(net.table());
        Map<List<String>, List<String>> after = new HashMap<>(before);
        Set<List<String>> deleted = new HashSet<>();
        for (Row delete : net.deletes()) {
            List<String> key = key(net.table(), delete);
            assertThat(deleted.add(key)).as("deletes %s once", key).isTrue();
            assertThat(after.remove(key)).as("the deleted row %s", key).isNotNull();
        }
        Set<List<String>> written = new HashSet<>();
        for (int i = 0; i < net.upserts().size(); i++) {
            Row upsert = net.upserts().get(i);
            List<String> key = key(net.table(), upsert);
            assertThat(upsert.isPartial()).isFalse();
            assertThat(written.add(key)).isTrue();
            assertThat(before.containsKey(key)).as("a row under the key %s", key).isEqualTo(i >= net.fresh());
            after.put(key, values(upsert));
        }
        for (Step.PartialUpdate update : net.updates()) {
            List<String> key = key(net.table(), update.row());
            List<String> from = update.movedFrom() == null ? key : key(net.table(), update.movedFrom());
            assertThat(update.row().isPartial()).isTrue();
            assertThat(written.add(key)).isTrue();
            assertThat(deleted.contains(from)).as("a moved row's old key is deleted").isEqualTo(update.movedFrom() != null);
            assertThat(after.containsKey(key)).as("a row under the key").isEqualTo(update.movedFrom() == null);
            after.put(key, completed(values(update.row()), before.get(from)));
        }
        rows(net.table()).clear();
        rows(net.table()).addAll(after.values());
    }

    private static void apply(Change change, List<List<String>> rows) {
        switch (change) {
            case Insert insert -> rows.add(values(insert.row()));
            case Delete delete -> assertThat(rows.remove(values(delete.old()))).isTrue();
            case Update update -> {
                List<String> old = values(update.old());
                assertThat(rows).contains(old);
                rows.set(rows.indexOf(old), completed(values(update.row()), old));
            }
            case Truncate truncate -> throw new AssertionError("a truncate is a step of its own");
        }
    }

    private static List<String> completed(List<String> values, List<String> old) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> UNCHANGED.equals(values.get(i)) ? old.get(i) : values.get(i))
                .toList();
    }

    private Map<List<String>, List<String>> byKey(TableSchema table) {
        Map<List<String>, List<String>> byKey = new HashMap<>();
        rows(table).forEach(row -> byKey.put(table.key().stream().map(row::get).toList(), row));
        assertThat(byKey).hasSameSizeAs(rows(table));
        return byKey;
    }

    private static List<String> key(TableSchema table, Row row) {
        return table.key().stream().map(row::text).toList();
    }

    private static List<String> values(Row row) {
        String[] values = new String[row.size()];
        Arrays.setAll(values, i -> row.isUnchanged(i) ? UNCHANGED : row.text(i));
        return Arrays.asList(values);
    }
}
