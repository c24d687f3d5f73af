package io.pg2any.transaction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class HeldTransactionsPropertyTest {

    @TempDir
    Path directory;

    @Test
    void everyStreamedTransactionComesOutWholeAtItsCommitWhateverTheMemory() {
        Seeds.forEach(100, this::streamAtRandom);
    }

    /** What a transaction did so far: a level for itself and one for each open savepoint. */
    private static final class Model {
        final List<Level> levels = new ArrayList<>();

        Model(int xid) {
            levels.add(new Level(xid));
        }

        Level innermost() {
            return levels.getLast();
        }
    }

    /** A savepoint: its own subtransaction, those released into it, and the rows of all of them. */
    private static final class Level {
        final int xid;
        final List<Integer> subxids = new ArrayList<>();
        final List<String> rows = new ArrayList<>();

        Level(int xid) {
            this.xid = xid;
        }
    }

    private void streamAtRandom(Random random) {
        long memory = random.nextInt(4) == 0 ? 0 : random.nextInt(10_000);
        long slice = random.nextInt(3) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(5_000);
        Map<Integer, Model> open = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        int nextXid = 100;
        try (Stream stream = Stream.spilling(slice, memory, directory)) {
            for (int i = 0; i < 150; i++) {
                int choice = random.nextInt(10);
                if (open.isEmpty() || choice == 0) {
                    int xid = nextXid++;
                    open.put(xid, new Model(xid));
                    stream.streamStart(xid, true).streamStop();
                    continue;
                }
                int xid = new ArrayList<>(open.keySet()).get(random.nextInt(open.size()));
                Model model = open.get(xid);
                switch (choice) {
                    case 1 -> {
                        while (model.levels.size() > 1) {
                            release(model);
                        }
                        stream.streamCommit(xid, 1000 + i);
                        expected.add(xid + model.innermost().rows.toString());
                        open.remove(xid);
                    }
                    case 2 -> {
                        stream.streamAbort(xid, xid);
                        open.remove(xid);
                    }
                    case 3 -> model.levels.add(new Level(nextXid++));
                    case 4 -> release(model);
                    case 5 -> rollBack(model, xid, stream);
                    default -> rows(model, xid, stream, random);
                }
                assertThat(stream.assembler.heldTransactions()).isEqualTo(open.size());
            }
            assertThat(whole(stream.slices)).isEqualTo(expected);
            open.keySet().forEach(xid -> stream.streamAbort(xid, xid));
            assertThat(stream.assembler.heldBytes()).isZero();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static void rows(Model model, int xid, Stream stream, Random random) {
        stream.streamStart(xid, false);
        for (int count = random.nextInt(20); count >= 0; count--) {
            String row = Integer.toString(random.nextInt(1_000_000));
            stream.row(row, model.innermost().xid);
            model.innermost().rows.add(row);
        }
        stream.streamStop();
    }

    private static void release(Model model) {
        if (model.levels.size() > 1) {
            Level released = model.levels.removeLast();
            model.innermost().rows.addAll(released.rows);
            model.innermost().subxids.addAll(released.subxids);
            model.innermost().subxids.add(released.xid);
        }
    }

    private static void rollBack(Model model, int xid, Stream stream) {
        if (model.levels.size() > 1) {
            Level rolledBack = model.levels.removeLast();
            rolledBack.subxids.forEach(subxid -> stream.streamAbort(xid, subxid));
            stream.streamAbort(xid, rolledBack.xid);
        }
    }

    private static List<String> whole(List<TransactionSlice> slices) {
        List<String> whole = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        Xid current = Xid.NONE;
        for (TransactionSlice slice : slices) {
            assertThat(rows.isEmpty() || current.equals(slice.xid())).isTrue();
            current = slice.xid();
            for (Change change : slice.changes()) {
                rows.add(((Insert) change).row().text(0));
            }
            if (slice.last()) {
                whole.add(current + rows.toString());
                rows.clear();
            }
        }
        return whole;
    }
}
