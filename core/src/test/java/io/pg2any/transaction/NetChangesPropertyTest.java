package io.pg2any.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class NetChangesPropertyTest {

    @Test
    void aTargetThatAppliesTheNetChangesEqualsTheSource() {
        Seeds.forEach(3_000, this::replicateAtRandom);
    }

    private void replicateAtRandom(Random random) {
        List<SourceTable> tables = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                .mapToObj(i -> new SourceTable(random, "t" + i))
                .toList();
        TargetTables target = new TargetTables();
        for (int batch = 0; batch < 6; batch++) {
            List<TransactionSlice> slices = new ArrayList<>();
            for (int slice = random.nextInt(4); slice >= 0; slice--) {
                slices.add(slice(changes(random, tables)));
            }
            target.apply(NetChanges.of(slices, relation -> schema(tables, relation)));
            tables.forEach(table -> assertEqual(table, target));
        }
    }

    private static List<Change> changes(Random random, List<SourceTable> tables) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(60) == 0) {
                List<SourceTable> emptied = tables.stream().filter(table -> random.nextBoolean()).toList();
                if (!emptied.isEmpty()) {
                    changes.add(SourceTable.truncate(emptied));
                }
            } else {
                changes.addAll(tables.get(random.nextInt(tables.size())).change());
            }
        }
        return changes;
    }

    private static TableSchema schema(List<SourceTable> tables, Relation relation) {
        return tables.stream().filter(table -> table.id().equals(relation.table())).findFirst().orElseThrow().schema(relation);
    }

    private static TransactionSlice slice(List<Change> changes) {
        return new TransactionSlice(Xid.NONE, Lsn.ZERO, Lsn.ZERO, Instant.EPOCH, changes, false, 0);
    }

    private static void assertEqual(SourceTable source, TargetTables target) {
        List<List<String>> rows = source.rows().stream().map(Arrays::asList).toList();
        assertThat(target.rows(source.id())).as("rows of %s", source.id()).containsExactlyInAnyOrderElementsOf(rows);
    }
}
