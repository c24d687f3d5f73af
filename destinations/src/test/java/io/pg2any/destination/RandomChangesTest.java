package io.pg2any.destination;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.duckdb.DuckDbProvider;
import io.pg2any.destination.sqlite.SqliteProvider;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;
import io.pg2any.transaction.NetChanges;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random tables change at random; what a batch of their changes comes to is written set by set into databases in process, and must leave there what the source
 * holds. {@code -Dpg2any.seed=N} repeats a case, {@code -Dpg2any.cases=N} plays more of them.
 */
class RandomChangesTest {

    private static final int CASES = Integer.getInteger("pg2any.cases", 600);
    private static final int BATCHES = 6;
    /** In statements of a few rows. */
    private static final int DUCKDB_IS_SLOWER = 8;

    @TempDir
    private Path folder;

    @Test
    void whatIsFoldedAndWrittenSetBySetToSqliteEqualsTheSource() throws Exception {
        Path file = folder.resolve("target.db");
        playAll(new TestDatabase(new SqliteProvider(), "sqlite://" + file + "?synchronous=OFF", DriverManager.getConnection("jdbc:sqlite:" + file), '"'), CASES);
    }

    @Test
    void whatIsFoldedAndWrittenSetBySetToDuckDbEqualsTheSource() throws Exception {
        Path file = folder.resolve("target.duckdb");
        playAll(new TestDatabase(new DuckDbProvider(), "duckdb://" + file, DriverManager.getConnection("jdbc:duckdb:" + file), '"', Reading.DUCKDB), CASES / DUCKDB_IS_SLOWER);
    }

    private static void playAll(TestDatabase target, int cases) throws Exception {
        Long only = Long.getLong("pg2any.seed");
        long first = only == null ? System.nanoTime() : only;
        try (TestDatabase database = target) {
            DestinationHandler handler = database.running();
            for (int i = 0; i < (only == null ? cases : 1); i++) {
                try {
                    play(new Random(first + i), database, handler, i);
                    assertThat(handler.missingRows()).as("every row that was meant was there").isZero();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("with -Dpg2any.seed=" + (first + i) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static void play(Random random, TestDatabase database, DestinationHandler handler, int number) {
        List<RandomTable> tables = IntStream.rangeClosed(0, random.nextInt(2)).mapToObj(i -> new RandomTable(random, "t" + number + "_" + i)).toList();
        tables.forEach(table -> database.execute(table.ddl()));
        for (int i = 0; i < BATCHES; i++) {
            List<TransactionSlice> slices = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                List<Change> changes = new ArrayList<>();
                for (int k = random.nextInt(20); k >= 0; k--) {
                    changes.addAll(tables.get(random.nextInt(tables.size())).change());
                }
                slices.add(new TransactionSlice(new Xid(7), Lsn.ZERO, Lsn.ZERO, Instant.EPOCH, changes, true, 0));
            }
            write(random, handler, slices, tables);
        }
        for (RandomTable table : tables) {
            String name = table.schema().target().table();
            assertThat(database.query("SELECT * FROM " + name).stream().sorted().toList()).as(table.ddl()).isEqualTo(table.printed());
            database.execute("DROP TABLE " + name);
        }
    }

    /** In one or two parts, and now and then taken back before. */
    private static void write(Random random, DestinationHandler handler, List<TransactionSlice> slices, List<RandomTable> tables) {
        int middle = random.nextInt(slices.size() + 1);
        for (List<TransactionSlice> part : List.of(slices.subList(0, middle), slices.subList(middle, slices.size()))) {
            List<Step> steps = NetChanges.of(part, relation -> tables.stream().map(RandomTable::schema).filter(schema -> schema.source().equals(relation.table()))
                    .findFirst().orElseThrow());
            ChangeBatch batch = new ChangeBatch(part, steps);
            switch (random.nextInt(4)) {
                case 0 -> assertThat(handler.attempt(batch)).isEmpty();
                case 1 -> {
                    if (middle == 0) {
                        handler.apply(batch);
                        handler.rollback();
                    }
                    handler.apply(batch);
                }
                default -> handler.apply(batch);
            }
        }
        handler.commit(Fixtures.START);
    }
}
