package io.pg2any.destination;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.ordered;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values of every type come back out of MySQL and MariaDB as they went in, by key and without one; others are refused by name. */
interface MySqlTypesContract {

    TestDatabase fresh() throws Exception;

    long SEED = 20_260_101;
    int VALUES = 150;

    /**
     * A type with its values.
     *
     * @param read the expression that gives the value of column {@code v} as text
     * @param canonical makes texts of the same value equal
     */
    record Subject(PgType type, Function<Random, String> values, String read, Function<String, String> canonical) {
        static Subject asItIs(PgType type, Function<Random, String> values) {
            return new Subject(type, values, "v", value -> value);
        }

        List<String> generated() {
            Random random = new Random(SEED + type.sqlName().hashCode());
            return Stream.generate(() -> values.apply(random)).limit(VALUES).distinct().toList();
        }
    }

    private static List<Subject> subjects() {
        return List.of(
                new Subject(PgType.Simple.BOOLEAN, random -> random.nextBoolean() ? "t" : "f", "v", value -> value.equals("t") ? "1" : value.equals("f") ? "0" : value),
                Subject.asItIs(PgType.Simple.SMALLINT, random -> "" + (short) random.nextInt()),
                Subject.asItIs(INTEGER, random -> "" + extreme(random, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt())),
                Subject.asItIs(PgType.Simple.BIGINT, random -> "" + extreme(random, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong())),
                Subject.asItIs(PgType.Simple.OID, random -> Integer.toUnsignedString(random.nextInt())),
                new Subject(PgType.Simple.REAL, random -> "" + real(random), "CAST(v AS DOUBLE)", value -> "" + (float) Double.parseDouble(value)),
                new Subject(PgType.Simple.DOUBLE, random -> "" + finite(random), "v", value -> "" + Double.parseDouble(value)),
                decimals(12, 4),
                decimals(38, 10),
                decimals(65, 30),
                new Subject(new PgType.Numeric("numeric(5,-3)", 5, -3), random -> random.nextInt(100_000) + "000", "v", MySqlTypesContract::number),
                new Subject(new PgType.Numeric("numeric(3,6)", 3, 6), random -> "0.000" + (100 + random.nextInt(900)), "v", MySqlTypesContract::number),
                new Subject(new PgType.Numeric("numeric", -1, -1), random -> decimal(random, 35, 30), "v", MySqlTypesContract::number),
                Subject.asItIs(new PgType.Numeric("numeric(1000,500)", 1000, 500), random -> decimal(random, 200, 300)),
                Subject.asItIs(PgType.Simple.MONEY, random -> "-$" + random.nextInt(1000) + ",234.56"),
                new Subject(PgType.Simple.BYTEA, random -> "\\x" + HexFormat.of().formatHex(bytes(random)), "CONCAT('\\\\x', LOWER(HEX(v)))", value -> value),
                Subject.asItIs(PgType.Simple.DATE, MySqlTypesContract::date),
                Subject.asItIs(new PgType.Timestamp("timestamp", 6, false), random -> date(random) + " " + time(random) + micros(random)),
                new Subject(new PgType.Timestamp("timestamp(3) with time zone", 3, true), random -> date(random) + " " + time(random) + ".12" + random.nextInt(10) + "+00",
                        "CONCAT(v)", value -> value.replace("+00", "")),
                Subject.asItIs(new PgType.Time("time", 6, false), random -> time(random) + micros(random)),
                Subject.asItIs(new PgType.Time("time(0)", 0, false), MySqlTypesContract::time),
                Subject.asItIs(new PgType.Time("timetz", 6, true), random -> time(random) + "+05:30"),
                Subject.asItIs(new PgType.Interval("interval"), random -> random.nextInt(99) + " years -" + random.nextInt(12) + " mons +1 day -" + time(random)),
                Subject.asItIs(PgType.Simple.UUID, random -> new UUID(random.nextLong(), random.nextLong()).toString()),
                Subject.asItIs(PgType.Simple.JSON, random -> "{\"a\": 1, \"a\":  " + random.nextLong() + "0.10, \"t\": \"\\u00e4\\u0000\"}"),
                Subject.asItIs(PgType.Simple.JSONB, random -> "{\"n\": " + decimal(random, 40, 20) + ", \"t\": [null, true, \"\\\"" + random.nextInt() + "\"]}"),
                Subject.asItIs(PgType.Simple.XML, random -> "<a b='" + random.nextInt() + "'>&lt;ä</a>"),
                Subject.asItIs(new PgType.Char("character(12)", 12), random -> (random.nextInt(999_999_999) + " ".repeat(12)).substring(0, 12)),
                Subject.asItIs(new PgType.Varchar("character varying(40)", 40), random -> text(random, 40)),
                Subject.asItIs(new PgType.Varchar("character varying(20000)", 20_000), random -> text(random, 20_000)),
                Subject.asItIs(new PgType.Varchar("character varying", -1), random -> text(random, 300)),
                Subject.asItIs(TEXT, random -> text(random, 3000)),
                Subject.asItIs(new PgType.Bits("bit(65)", 65, false), random -> bits(random, 65)),
                Subject.asItIs(new PgType.Bits("bit varying", -1, true), random -> bits(random, random.nextInt(200))),
                Subject.asItIs(new PgType.Enumeration("mood", List.of("t", "Sad", "sad", "it's ")), random -> List.of("t", "Sad", "sad", "it's ").get(random.nextInt(4))),
                Subject.asItIs(new PgType.Array("integer[]", INTEGER), random -> "{" + random.nextInt() + ",NULL,\"" + random.nextInt() + "\"}"),
                Subject.asItIs(new PgType.Domain("positive", INTEGER), random -> "" + random.nextInt(1, Integer.MAX_VALUE)),
                Subject.asItIs(new PgType.Other("int4range"), random -> "[" + random.nextInt(100) + ",)"));
    }

    private static Subject decimals(int precision, int scale) {
        return new Subject(new PgType.Numeric("numeric(" + precision + "," + scale + ")", precision, scale), random -> decimal(random, precision - scale, scale), "v",
                MySqlTypesContract::number);
    }

    private static long extreme(Random random, long least, long most, long any) {
        return switch (random.nextInt(10)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> random.nextInt(-2, 3);
            default -> any;
        };
    }

    private static double finite(Random random) {
        double value = switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1000) / 10.0;
            case 1 -> List.of(Double.MAX_VALUE, Double.MIN_VALUE, Double.MIN_NORMAL, 9007199254740993.0, 0.30000000000000004, 1e23).get(random.nextInt(6));
            default -> Double.longBitsToDouble(random.nextLong());
        };
        return Double.isFinite(value) ? value + 0.0 : 1;
    }

    private static float real(Random random) {
        float value = random.nextInt(4) == 0 ? random.nextInt(1000) / 10.0f : Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value + 0.0f : Float.MIN_VALUE;
    }

    private static String decimal(Random random, int whole, int fraction) {
        String digits = new BigInteger(whole * 3, random).toString();
        String behind = String.format(Locale.ROOT, "%0500d", new BigInteger(fraction * 3, random)).substring(500 - fraction);
        return (random.nextBoolean() ? "-" : "") + (digits.length() > whole ? digits.substring(0, whole) : digits) + "." + behind;
    }

    private static String number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String date(Random random) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", random.nextInt(1, 10_000), random.nextInt(1, 13), random.nextInt(1, 29));
    }

    private static String time(Random random) {
        return random.nextInt(20) == 0 ? "23:59:59" : String.format(Locale.ROOT, "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }

    private static String micros(Random random) {
        return String.format(Locale.ROOT, ".%06d", random.nextInt(1_000_000));
    }

    private static String bits(Random random, int length) {
        return IntStream.range(0, length).mapToObj(_ -> random.nextBoolean() ? "1" : "0").reduce("", String::concat);
    }

    private static String text(Random random, int most) {
        String alphabet = "abcABC äÄßé\t\r\n\u2028\\'\"`%_0\u0001🎉漢";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    @Test
    default void valuesOfEveryTypeComeBackAsTheyWentIn() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int n = 0;
            for (Subject subject : subjects()) {
                TableSchema valued = table("valued" + n++, 1, column("id", INTEGER), column("v", subject.type()), column("w", INTEGER));
                List<String> values = subject.generated();
                List<Row> rows = new ArrayList<>(IntStream.range(0, values.size()).mapToObj(i -> row("" + i, values.get(i), "0")).toList());
                rows.add(row("" + values.size(), null, "0"));
                handler.prepare(valued);
                handler.apply(batch(upserts(valued, rows.toArray(Row[]::new))));
                // A row that moved takes the value along, read from the target and written again.
                handler.apply(batch(new Step.NetRows(valued, List.of(row("0", null, null)), List.of(),
                        List.of(new Step.PartialUpdate(row("-1", UNCHANGED, "7"), row("0", null, null))))));
                handler.commit(START);
                List<String> expected = new ArrayList<>(values.stream().map(subject.canonical()).toList());
                expected.add("∅");
                assertThat(database.query("SELECT " + subject.read() + " FROM " + valued.target().table() + " ORDER BY id").stream()
                        .map(value -> value.equals("∅") ? value : subject.canonical().apply(value)))
                        .as(subject.type().sqlName()).containsExactlyElementsOf(expected);
            }
        }
    }

    /** Large sets of new rows may go another road than small ones: what is stored is the same, byte by byte. */
    @Test
    default void largeSetsOfNewRowsAreStoredAsSmallOnes() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int n = 0;
            for (Subject subject : subjects()) {
                TableSchema small = table("small" + n, 1, column("id", INTEGER), column("v", subject.type()), column("w", TEXT));
                TableSchema large = table("large" + n++, 1, column("id", INTEGER), column("v", subject.type()), column("w", TEXT));
                List<String> values = subject.generated();
                List<Row> rows = new ArrayList<>(IntStream.range(0, 600).mapToObj(i -> row("" + i, values.get(i % values.size()), i % 2 == 0 ? "" : "\\N")).toList());
                rows.add(row("600", null, null));
                handler.apply(batch(new Step.NetRows(large, List.of(), rows, rows.size(), List.of())));
                handler.apply(batch(upserts(small, rows.toArray(Row[]::new))));
                handler.commit(START);
                String join = " FROM " + small.target().table() + " s JOIN " + large.target().table() + " l ON s.id = l.id";
                assertThat(database.query("SELECT count(*), sum(CONCAT(s.v) <=> CONCAT(l.v)), sum(HEX(s.v) <=> HEX(l.v)), sum(HEX(s.w) <=> HEX(l.w))" + join))
                        .as(subject.type().sqlName()).containsExactly("601|601|601|601");
            }
        }
    }

    @Test
    default void aTextOfNoCharactersAloneInItsTableIsARow() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema alone = table("alone", 0, column("v", TEXT));
            Change[] rows = IntStream.range(0, 700).mapToObj(i -> inserted(alone, i % 3 == 0 ? null : i % 3 == 1 ? "" : "\n")).toArray(Change[]::new);
            handler.apply(batch(ordered(alone, rows)));
            handler.commit(START);
            assertThat(database.query("SELECT count(*), count(v), sum(v = ''), sum(v = '\n') FROM alone")).containsExactly("700|466|233|233");
        }
    }

    @Test
    default void rowsThatOthersWroteUnderNewKeysAreWrittenOver() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(Fixtures.people());
            database.execute("INSERT INTO people (id, name) VALUES (3, 'other'), (599, 'other'), (1000, 'other')");
            List<Row> rows = IntStream.range(0, 600).mapToObj(i -> row("" + i, "ours", "e" + i)).toList();
            handler.apply(batch(new Step.NetRows(Fixtures.people(), List.of(), rows, rows.size(), List.of())));
            handler.commit(START);
            assertThat(database.query("SELECT name, count(*), count(email) FROM people GROUP BY name ORDER BY name")).containsExactly("other|1|0", "ours|600|600");
        }
    }

    @Test
    default void ofALargeSetTheRowThatTheTargetRefusesIsNamed() throws Exception {
        try (TestDatabase database = fresh()) {
            for (String refusing : List.of("CHECK (id <> 2042)", "UNIQUE (email)", "CHECK (email <> 'same' OR id < 100)")) {
                database.execute("DROP TABLE IF EXISTS people");
                database.execute("CREATE TABLE people (id int PRIMARY KEY, name varchar(20), email varchar(20), " + refusing + ")");
                for (boolean copied : List.of(true, false)) {
                    DestinationHandler handler = database.running();
                    List<Row> rows = IntStream.range(0, 3000).mapToObj(i -> row("" + i, "n", i == 7 || i == 2042 ? "same" : "e" + i)).toList();
                    assertThatThrownBy(() -> write(handler, rows, copied)).as(refusing).isInstanceOfSatisfying(CdcException.class, e -> {
                        assertThat(e.code()).isEqualTo("value-refused");
                        assertThat(e).message().contains("people", "It was the row with id=2042.");
                    });
                    handler.close();
                    assertThat(database.query("SELECT count(*) FROM people")).containsExactly("0");
                }
            }
        }
    }

    private static void write(DestinationHandler handler, List<Row> rows, boolean copied) {
        if (!copied) {
            handler.apply(batch(new Step.NetRows(Fixtures.people(), List.of(), rows, rows.size(), List.of())));
            return;
        }
        try (LoadLane lane = handler.lane(); TableLoader loader = lane.load(Fixtures.people(), false, true)) {
            rows.forEach(loader::add);
            loader.flush();
        }
    }

    @Test
    default void rowsWithoutAKeyAreFoundByEveryValue() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int n = 0;
            for (Subject subject : subjects()) {
                TableSchema keyless = table("keyless" + n++, 0, column("v", subject.type()));
                List<Change> changes = new ArrayList<>();
                subject.generated().forEach(value -> changes.add(inserted(keyless, value)));
                changes.add(inserted(keyless, (String) null));
                subject.generated().forEach(value -> changes.add(deleted(keyless, value)));
                changes.add(deleted(keyless, (String) null));
                handler.prepare(keyless);
                handler.apply(batch(ordered(keyless, changes.toArray(Change[]::new))));
                handler.commit(START);
                assertThat(handler.missingRows()).as(subject.type().sqlName()).isZero();
                assertThat(handler.isEmpty(keyless)).as(subject.type().sqlName()).isTrue();
            }
        }
    }

    @Test
    default void valuesOfEveryTypeThatIsShortEnoughAreKeys() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int n = 0;
            for (Subject subject : subjects()) {
                List<String> keys = subject.generated().stream().filter(value -> value.length() <= 600).toList();
                TableSchema keyed = table("keyed" + n++, 1, column("v", subject.type()), column("w", INTEGER));
                handler.prepare(keyed);
                handler.apply(batch(upserts(keyed, keys.stream().map(key -> row(key, "1")).toArray(Row[]::new))));
                handler.apply(batch(upserts(keyed, keys.stream().map(key -> row(key, "2")).toArray(Row[]::new))));
                handler.apply(batch(updates(keyed, row(keys.getFirst(), "3"))));
                handler.commit(START);
                String name = keyed.target().table();
                assertThat(database.query("SELECT count(*), sum(w) FROM " + name)).as(subject.type().sqlName())
                        .containsExactly(keys.size() + "|" + (2 * keys.size() + 1));
                handler.apply(batch(Fixtures.deletes(keyed, keys.stream().map(key -> row(key, null)).toArray(Row[]::new))));
                handler.commit(START);
                assertThat(handler.missingRows()).as(subject.type().sqlName()).isZero();
                assertThat(handler.isEmpty(keyed)).as(subject.type().sqlName()).isTrue();
            }
        }
    }

    @Test
    default void rowsAreFoundByTheIndexOfTheirKey() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int n = 0;
            for (Subject subject : subjects()) {
                List<String> keys = subject.generated().stream().filter(value -> value.length() <= 600).toList();
                int columns = 1 + n % 2;
                TableSchema keyed = table("found" + n++, columns, column("k", subject.type()), column("v", INTEGER), column("w", INTEGER));
                List<Row> rows = new ArrayList<>(keys.stream().map(key -> row(key, "1", "1")).toList());
                for (int i = 2; columns == 2 && rows.size() < 3000; i++) {
                    rows.add(row(keys.get(i % keys.size()), "" + i, "1"));
                }
                handler.apply(batch(upserts(keyed, rows.toArray(Row[]::new))));
                handler.commit(START);
                database.query("ANALYZE TABLE " + keyed.target().table());
                Row[] some = rows.stream().limit(60).toArray(Row[]::new);
                long before = rowsRead(database);
                handler.apply(batch(updates(keyed, Stream.of(some).map(row -> row(row.text(0), row.text(1), "2")).toArray(Row[]::new))));
                handler.apply(batch(Fixtures.deletes(keyed, some)));
                handler.commit(START);
                assertThat(handler.missingRows()).isZero();
                assertThat(rowsRead(database) - before).as("rows read in %s of %d by %d keys of %s", keyed.target(), rows.size(), some.length, subject.type().sqlName())
                        .isLessThan(columns == 1 ? 4000 : 60_000);
            }
        }
    }

    private static long rowsRead(TestDatabase database) {
        return database.query("SHOW GLOBAL STATUS WHERE variable_name IN ('Handler_read_rnd_next', 'Handler_read_next')").stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('|') + 1))).sum();
    }

    @Test
    default void valuesThatNoColumnHoldsAreRefusedWithTheirRow() throws Exception {
        try (TestDatabase database = fresh()) {
            int n = 0;
            List<List<Object>> refusals = List.of(
                    List.of(PgType.Simple.DOUBLE, "NaN", "NaN"), List.of(PgType.Simple.DOUBLE, "-Infinity", "an infinity"), List.of(PgType.Simple.REAL, "Infinity", "an infinity"),
                    List.of(PgType.Simple.DATE, "infinity", "infinite"), List.of(PgType.Simple.DATE, "-infinity", "infinite"), List.of(PgType.Simple.DATE, "0044-03-15 BC", "before the year 1"),
                    List.of(PgType.Simple.DATE, "20200-01-01", "after the year 9999"),
                    List.of(new PgType.Timestamp("timestamptz", 6, true), "infinity", "infinite"), List.of(new PgType.Timestamp("timestamp", 6, false), "20200-01-01 10:00:00", "after the year 9999"),
                    List.of(new PgType.Timestamp("timestamptz", 6, true), "0044-03-15 12:00:00+00 BC", "before the year 1"),
                    List.of(new PgType.Numeric("numeric", -1, -1), "NaN", "NaN"), List.of(new PgType.Numeric("numeric", -1, -1), "-Infinity", "an infinity"),
                    List.of(new PgType.Numeric("numeric", -1, -1), "9".repeat(36), "36 digits before"), List.of(new PgType.Numeric("numeric", -1, -1), "0." + "0".repeat(30) + "1", "31 behind"),
                    List.of(new PgType.Numeric("numeric(5,2)", 5, 2), "NaN", "NaN"));
            for (List<Object> refusal : refusals) {
                DestinationHandler handler = database.running();
                TableSchema refusing = table("refusing" + n++, 1, column("id", INTEGER), column("v", (PgType) refusal.get(0)));
                handler.prepare(refusing);
                assertThatThrownBy(() -> handler.apply(batch(upserts(refusing, row("1", null), row("42", (String) refusal.get(1)), row("3", null)))))
                        .isInstanceOfSatisfying(CdcException.class, e -> {
                            assertThat(e.code()).isEqualTo("value-unfit");
                            assertThat(e).message().contains("column v", "id=42", (String) refusal.get(2));
                        });
                handler.close();
            }
        }
    }

    @Test
    default void keysThatDifferByCaseAccentOrBlanksAreDifferentRows() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            String[] keys = {"", " ", "  ", "a", "A", "a ", "ä", "a\u0308", "Ä", "ss", "ß", "a\t", "i", "I", "ı", "İ", "🎉", "🎊", "\u0001", "\u0002"};
            TableSchema keyed = table("keyed", 1, column("k", TEXT), column("v", TEXT));
            Row[] rows = Stream.of(keys).map(key -> row(key, "of " + key)).toArray(Row[]::new);
            handler.apply(batch(upserts(keyed, rows)));
            handler.apply(batch(upserts(keyed, rows)));
            handler.commit(START);
            assertThat(database.query("SELECT k, v FROM keyed")).containsExactlyInAnyOrder(Stream.of(keys).map(key -> key + "|of " + key).toArray(String[]::new));
        }
    }

    @Test
    default void aCharOfTheTargetTakesTheSourcesChars() throws Exception {
        try (TestDatabase database = fresh()) {
            PgType fixed = new PgType.Char("character(4)", 4);
            String collation = database.query("SELECT VERSION()").getFirst().contains("MariaDB") ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
            database.execute("CREATE TABLE coded (c char(4) COLLATE " + collation + " NOT NULL PRIMARY KEY, v char(4) COLLATE " + collation + ")");
            database.execute("CREATE TABLE keyless (v char(4) COLLATE utf8mb4_general_ci)");
            DestinationHandler handler = database.running();
            TableSchema coded = table("coded", 1, column("c", fixed), column("v", fixed));
            TableSchema keyless = table("keyless", 0, column("v", fixed));
            handler.apply(batch(upserts(coded, row("a   ", "x   "), row("A   ", "y   "), row("    ", null)), ordered(keyless, inserted(keyless, "a   "), inserted(keyless, "A   "))));
            handler.apply(batch(upserts(coded, row("a   ", "z   ")), Fixtures.deletes(coded, row("    ", null)), ordered(keyless, deleted(keyless, "A   "))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
            assertThat(database.query("SELECT c, v FROM coded ORDER BY c")).containsExactly("A|y", "a|z");
            assertThat(database.query("SELECT v FROM keyless")).containsExactly("a");
        }
    }

    @Test
    default void aKeyThatIsTooLongIsRefusedAndItsBlanksAreNotCut() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema keyed = table("keyed", 1, column("k", TEXT), column("v", TEXT));
            handler.apply(batch(upserts(keyed, row("🎉".repeat(768), "fits"))));
            handler.commit(START);
            assertThat(database.query("SELECT CHAR_LENGTH(k), v FROM keyed")).containsExactly("768|fits");
            assertThatThrownBy(() -> handler.apply(batch(upserts(keyed, row("a" + " ".repeat(768), "too long")))))
                    .hasMessageContaining("column k").hasMessageContaining("a text of 769 characters");
        }
    }

    @Test
    default void severalTextsAreOneKeyAndBytesAreToo() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema keyed = table("keyed", 5, column("a", TEXT), column("b", INTEGER), column("c", new PgType.Varchar("character varying(9000)", 9000)),
                    column("d", PgType.Simple.BYTEA), column("e", new PgType.Varchar("character varying(5)", 5)), column("v", TEXT));
            handler.apply(batch(upserts(keyed, row("x", "1", "y", "\\x00ff", "z", "one"), row("x", "1", "y", "\\x00ff00", "z", "two"))));
            handler.apply(batch(upserts(keyed, row("x", "1", "y", "\\x00ff", "z", "three"))));
            handler.commit(START);
            assertThat(database.query("SELECT HEX(d), v FROM keyed ORDER BY d")).containsExactly("00FF|three", "00FF00|two");
        }
    }

    @Test
    default void aRowOfManyLongTextsHasRoom() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            List<ColumnSchema> columns = new ArrayList<>(List.of(column("id", INTEGER)));
            IntStream.range(0, 150).forEach(i -> columns.add(column("v" + i, new PgType.Varchar("character varying(255)", 255))));
            IntStream.range(0, 10).forEach(i -> columns.add(column("w" + i, new PgType.Varchar("character varying(10000)", 10_000))));
            TableSchema wide = table("wide", 1, columns.toArray(ColumnSchema[]::new));
            String[] cells = new String[columns.size()];
            cells[0] = "1";
            IntStream.range(1, 151).forEach(i -> cells[i] = "é".repeat(255));
            IntStream.range(151, 161).forEach(i -> cells[i] = "é".repeat(10_000));
            handler.apply(batch(upserts(wide, row(cells))));
            handler.commit(START);
            assertThat(database.query("SELECT CHAR_LENGTH(v0), CHAR_LENGTH(v149), CHAR_LENGTH(w9) FROM wide")).containsExactly("255|255|10000");
        }
    }
}
