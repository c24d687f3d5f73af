package io.pg2any.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.jsonl.JsonLinesProvider;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonLinesDestinationTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    private Path folder;

    private DestinationHandler handler(String options) {
        return new JsonLinesProvider().create(new DestinationSettings("jsonl://" + folder + options, null, null, Duration.ofSeconds(5),
                Duration.ofSeconds(60), true, Map.of()));
    }

    private DestinationHandler running(String options) {
        DestinationHandler handler = handler(options);
        handler.open(STREAM);
        handler.fence();
        handler.reset(START);
        handler.prepare(people());
        return handler;
    }

    private static ChangeBatch batch(String lsn, Change... changes) {
        return new ChangeBatch(List.of(new TransactionSlice(new Xid(7), Lsn.parse(lsn), Lsn.parse(lsn), TIME, List.of(changes), true, 0)), List.of());
    }

    private static Change insert(int id) {
        return inserted(people(), String.valueOf(id), "Ann", "a@x");
    }

    private List<String> lines(int file) throws IOException {
        return Files.readAllLines(folder.resolve(String.format(Locale.ROOT, "slot_a-%06d.jsonl", file)));
    }

    @Test
    void itIsFoundByItsConnectionString() {
        assertThat(ServiceLoader.load(DestinationProvider.class)).filteredOn(provider -> provider.accepts("jsonl:///a/folder")).extracting(DestinationProvider::type).containsExactly("jsonl");
    }

    @Test
    void everyChangeIsALineInItsOrder() throws IOException {
        try (DestinationHandler handler = running("")) {
            handler.apply(batch("0/200", insert(1), updated(people(), row("1", "Ann", "a@x"), row("1", "A\"nn\n\u0001é🎉", UNCHANGED)), deleted(people(), "1", null, null)));
            handler.commit(START.at(Lsn.parse("0/200")));
        }
        String start = "\"schema\":\"public\",\"table\":\"people\",\"lsn\":\"0/200\",\"time\":\"2026-01-02T03:04:05.678Z\",\"xid\":7,\"key\":{\"id\":1},";
        assertThat(lines(1)).containsExactly(
                "{\"op\":\"insert\"," + start + "\"after\":{\"id\":1,\"name\":\"Ann\",\"email\":\"a@x\"}}",
                "{\"op\":\"update\"," + start + "\"before\":{\"id\":1,\"name\":\"Ann\",\"email\":\"a@x\"},\"after\":{\"id\":1,\"name\":\"A\\\"nn\\u000a\\u0001é🎉\"},\"unchanged\":[\"email\"]}",
                "{\"op\":\"delete\"," + start + "\"before\":{\"id\":1}}");
    }

    @Test
    void numbersBooleansAndDocumentsAreWhatTheyAre() throws IOException {
        TableSchema all = table("all", 0, column("n", new PgType.Numeric("numeric", PgType.UNLIMITED, PgType.UNLIMITED)), column("f", PgType.Simple.DOUBLE), column("b", PgType.Simple.BOOLEAN),
                column("j", PgType.Simple.JSON), column("d", PgType.Simple.DATE));
        try (DestinationHandler handler = running("")) {
            handler.prepare(all);
            handler.apply(batch("0/200", inserted(all, "-0.10", "1e+300", "t", "{\"a\":\n [1]}", "2024-02-29"), inserted(all, "NaN", "-Infinity", "f", "null", null)));
            handler.commit(START.at(Lsn.parse("0/200")));
        }
        assertThat(lines(1).get(0)).endsWith("\"after\":{\"n\":-0.10,\"f\":1e+300,\"b\":true,\"j\":{\"a\":  [1]},\"d\":\"2024-02-29\"}}");
        assertThat(lines(1).get(1)).endsWith("\"after\":{\"n\":\"NaN\",\"f\":\"-Infinity\",\"b\":false,\"j\":null,\"d\":null}}");
    }

    @Test
    void whatThePositionDoesNotVouchForIsCutOff() throws IOException {
        try (DestinationHandler handler = running("?max_file_mb=1")) {
            handler.apply(batch("0/200", insert(1)));
            handler.commit(START.at(Lsn.parse("0/200")));
        }
        Files.writeString(folder.resolve("slot_a-000001.jsonl"), "half a line", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("slot_a-000002.jsonl"), "a file that was begun");
        try (DestinationHandler handler = handler("")) {
            assertThat(handler.open(STREAM)).contains(START.at(Lsn.parse("0/200")));
            assertThat(handler.fence()).contains(START.at(Lsn.parse("0/200")));
            handler.prepare(people());
            handler.apply(batch("0/300", insert(2)));
            handler.rollback();
            handler.apply(batch("0/300", insert(3)));
            handler.commit(START.at(Lsn.parse("0/300")));
        }
        assertThat(lines(1)).hasSize(2).allMatch(line -> line.endsWith("}"));
        assertThat(lines(1).get(1)).contains("\"id\":3");
        assertThat(folder.resolve("slot_a-000002.jsonl")).doesNotExist();
    }

    @Test
    void aFileThatIsFullIsFollowedByAnother() throws IOException {
        try (DestinationHandler handler = running("?max_file_mb=1")) {
            for (int i = 0; i < 3; i++) {
                handler.apply(batch("0/200", inserted(people(), String.valueOf(i), "x".repeat(600_000), null)));
                handler.commit(START.at(Lsn.parse("0/200")));
            }
        }
        assertThat(lines(1)).hasSize(2);
        assertThat(lines(2)).hasSize(1);
    }

    @Test
    void aSecondRunnerOfTheStreamIsRefusedAsLongAsTheFirstIsThere() {
        try (DestinationHandler first = running("")) {
            DestinationHandler second = handler("");
            second.open(STREAM);
            assertThatThrownBy(second::fence).isInstanceOfSatisfying(CdcException.class, e -> assertThat(e.code()).isEqualTo("target-busy"));
            second.close();
            first.commit(START);
        }
        try (DestinationHandler third = handler("")) {
            third.open(STREAM);
            assertThat(third.fence()).contains(START);
        }
    }

    @Test
    void linesThatAreMissingAreToldInsteadOfPassedOver() throws IOException {
        try (DestinationHandler handler = running("")) {
            handler.apply(batch("0/200", insert(1)));
            handler.commit(START);
        }
        Files.writeString(folder.resolve("slot_a-000001.jsonl"), "");
        try (DestinationHandler handler = handler("")) {
            handler.open(STREAM);
            assertThatThrownBy(handler::fence).isInstanceOfSatisfying(CdcException.class, e -> assertThat(e.kind()).isEqualTo(CdcException.Kind.POSITION));
        }
    }

    @Test
    void theStateOfFirstCopiesIsKeptWithTheRows() throws IOException {
        TableId table = people().source();
        try (DestinationHandler handler = running("")) {
            LoadLane lane = handler.lane();
            try (TableLoader loader = lane.load(people(), false, false)) {
                loader.add(row("1", "Ann", null));
                loader.flush();
            }
            lane.commit(new ChunkCopy(table, "0-1", 1));
            handler.recordCopy(new TableCopy(table, "10:20:11,15", Lsn.ZERO, false, false, 0));
            handler.commitLoad();
        }
        try (DestinationHandler handler = handler("")) {
            handler.open(STREAM);
            handler.fence();
            assertThat(handler.chunks()).containsExactly(new ChunkCopy(table, "0-1", 1));
            assertThat(handler.copyOf(table)).contains(new TableCopy(table, "10:20:11,15", Lsn.ZERO, false, false, 0));
            handler.forget();
        }
        assertThat(lines(1)).containsExactly("{\"op\":\"read\",\"schema\":\"public\",\"table\":\"people\",\"key\":{\"id\":1},\"after\":{\"id\":1,\"name\":\"Ann\",\"email\":null}}");
        try (DestinationHandler again = handler("")) {
            assertThat(again.open(STREAM)).isEmpty();
            again.fence();
            again.reset(START);
        }
        assertThat(lines(1)).as("kept").hasSize(1);
        assertThat(lines(2)).isEmpty();
    }
}
