package io.pg2any.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.Xid;

import static io.pg2any.transaction.Stream.AUDIT;
import static io.pg2any.transaction.Stream.USERS;
import static io.pg2any.transaction.Stream.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpillTest {

    @TempDir
    Path directory;

    @Test
    void keepsTheMemoryOfLargeTransactionsBounded() throws IOException {
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 2_000, directory)) {
            for (int i = 0; i < 1000; i++) {
                int xid = 7 + i % 3;
                stream.streamStart(xid, i < 3).row("row " + i, xid).streamStop();
                assertThat(stream.assembler.heldBytes()).isLessThanOrEqualTo(2_000);
            }
            assertThat(spillFiles()).hasSize(3);
            stream.streamCommit(9, 100).streamAbort(8, 8).streamCommit(7, 200);
            assertThat(spillFiles()).isEmpty();
            assertThat(stream.assembler.heldBytes()).isZero();
            assertThat(stream.slices).extracting(slice -> slice.changes().size()).containsExactly(333, 334);
            assertThat(stream.seen().getFirst()).startsWith("9[row 2, row 5, row 8, ");
        }
    }

    @Test
    void readsASpilledTransactionBackSliceBySlice() {
        long twoRows = 2 * HeldTransaction.costOf(insert(USERS, 0, "1", "name"));
        try (Stream stream = Stream.spilling(twoRows, twoRows, directory)) {
            stream.streamStart(7, true);
            List.of("1", "2", "3", "4", "5").forEach(id -> stream.row(id, 7));
            stream.streamStop().streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1, 2]+", "7[3, 4]+", "7[5]108");
        }
    }

    @Test
    void dropsASubtransactionThatIsRolledBackAfterItWentToDisk() {
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
            stream.streamStart(7, true).row("1", 7).row("2", 8).row("3", 9).row("4", 8).row("5", 7).streamStop();
            stream.streamAbort(7, 8).streamStart(7, false).row("6", 10).streamStop().streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1, 3, 5, 6]108");
        }
    }

    @Test
    void bringsEveryKindOfChangeBackAsItWas() {
        Row partial = new RowBuilder(2).addUnchanged().addBinary(new byte[] {0, -1, 'n'}, 0, 3).build();
        Row shifted = new Row("xxxnt\0\0\0\2abyy".getBytes(StandardCharsets.UTF_8), new int[] {3, 4}, 11);
        List<Change> changes = List.of(
                insert(USERS, -1, "1", null),
                new Update(USERS, null, false, partial, new Xid(7)),
                new Update(AUDIT, Row.ofText("1", null), false, Row.ofText("2", ""), new Xid(7)),
                new Update(AUDIT, Row.ofText("1", "äöü"), true, shifted, new Xid(7)),
                new Delete(USERS, Row.ofText("1", null), false, new Xid(7)),
                new Delete(AUDIT, shifted, true, new Xid(7)),
                new Truncate(List.of(USERS, AUDIT), true, false, new Xid(7)),
                new Truncate(List.of(AUDIT), false, true, new Xid(7)),
                insert(USERS, 7, "x".repeat(300_000), "y"));
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
            stream.streamStart(7, true);
            changes.forEach(stream::event);
            stream.streamStop().streamCommit(7, 100);
            assertThat(stream.slices.getFirst().changes()).extracting(SpillTest::print).isEqualTo(changes.stream().map(SpillTest::print).toList());
        }
    }

    @Test
    void spillsPreparedTransactionsToo() throws IOException {
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
            stream.beginPrepare(7, 100, "a").row("1").row("2").prepare(7, 100, "a");
            stream.beginPrepare(8, 200, "b").row("3").prepare(8, 200, "b");
            stream.streamStart(9, true).row("4", 9).streamStop().streamPrepare(9, 300, "c");
            assertThat(spillFiles()).hasSize(3);
            stream.rollbackPrepared(8, 208, "b").commitPrepared(9, 400, "c").commitPrepared(7, 500, "a");
            assertThat(stream.seen()).containsExactly("9[4]408", "7[1, 2]508");
            assertThat(spillFiles()).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() throws IOException {
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
            stream.streamStart(7, true).row("1", 7).streamStop();
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removesWhatAKilledProcessLeftButNothingThatIsInUse() throws IOException {
        Path left = Files.createDirectory(directory.resolve("pg2any-spill-123"));
        Files.createFile(left.resolve("lock"));
        Files.createFile(left.resolve("1.spill"));
        Path foreign = Files.createDirectory(directory.resolve("other"));
        try (Stream one = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
            one.streamStart(7, true).row("1", 7).streamStop();
            try (Stream two = Stream.spilling(Long.MAX_VALUE, 0, directory)) {
                two.streamStart(8, true).row("2", 8).streamStop().streamCommit(8, 100);
                assertThat(two.seen()).containsExactly("8[2]108");
            }
            one.streamCommit(7, 100);
            assertThat(one.seen()).containsExactly("7[1]108");
        }
        assertThat(left).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void makesTheDirectoryWhereItIsMissing() {
        Path missing = directory.resolve("not/yet/there");
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, missing)) {
            assertThat(missing).doesNotExist();
            stream.streamStart(7, true).row("1", 7).streamStop().streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1]108");
        }
    }

    @Test
    void tellsOfADirectoryThatCannotBeUsed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (Stream stream = Stream.spilling(Long.MAX_VALUE, 0, file)) {
            stream.streamStart(7, true);
            assertThatExceptionOfType(CdcException.class)
                    .isThrownBy(() -> stream.row("1", 7))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION))
                    .satisfies(e -> assertThat(e.explain()).contains(file.toString()));
        }
    }

    private List<Path> spillFiles() throws IOException {
        try (java.util.stream.Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(".spill")).toList();
        }
    }

    private static String print(Change change) {
        return switch (change) {
            case Insert insert -> "I" + insert.xid() + insert.relation() + print(insert.row());
            case Update update -> "U" + update.xid() + update.relation()
                    + (update.old() == null ? "" : print(update.old()) + update.oldIsFull()) + print(update.row());
            case Delete delete -> "D" + delete.xid() + delete.relation() + print(delete.old()) + delete.oldIsFull();
            case Truncate truncate -> truncate.toString();
        };
    }

    private static String print(Row row) {
        return Arrays.toString(Arrays.copyOfRange(row.array(), row.cellStart(0), row.cellStart(0) + row.bytes()))
                + IntStream.range(0, row.size()).map(i -> row.cellStart(i) - row.cellStart(0)).boxed().toList();
    }
}
