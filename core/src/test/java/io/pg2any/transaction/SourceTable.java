package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.type.PgType;

/** A table of the source in memory: it changes at random and tells of it as PostgreSQL does. */
final class SourceTable {

    /** Marks a value that is stored out of line, so that an update that leaves it alone does not repeat it. */
    private static final String TOASTED = "~";

    private final Random random;
    private final TableId id;
    private final ReplicaIdentity identity;
    private final int columns;
    private final List<Integer> key;
    private final List<String[]> rows = new ArrayList<>();
    private int renamed;
    private Relation relation;

    SourceTable(Random random, String name) {
        this.random = random;
        this.id = new TableId("public", name);
        boolean keyed = random.nextInt(6) > 0;
        this.columns = 2 + random.nextInt(3);
        List<Integer> order = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        Collections.shuffle(order, random);
        this.key = keyed ? order.subList(0, 1 + random.nextInt(2)) : List.of();
        this.identity = keyed
                ? List.of(ReplicaIdentity.DEFAULT, ReplicaIdentity.FULL, ReplicaIdentity.INDEX).get(random.nextInt(3))
                : ReplicaIdentity.FULL;
        this.relation = describe();
    }

    TableId id() {
        return id;
    }

    List<String[]> rows() {
        return rows;
    }

    /** A new object at each call, as from a catalog. */
    TableSchema schema(Relation described) {
        List<ColumnSchema> shape = described.columns().stream()
                .map(column -> new ColumnSchema(column.name(), new PgType.Text("text"), true))
                .toList();
        return new TableSchema(id, new TargetName("", id.table()), shape, key, key, identity);
    }

    /** Changes something, and tells of it in changes that belong together. */
    List<Change> change() {
        List<Change> told = new ArrayList<>();
        switch (random.nextInt(20)) {
            case 0 -> relation = describe();
            case 1 -> {
                if (random.nextInt(8) == 0) {
                    renamed++;
                    relation = describe();
                }
            }
            case 2, 3, 4, 5, 6 -> insert(told);
            case 7, 8, 9 -> delete(told);
            case 10, 11 -> moveKey(told);
            case 12 -> swapByWayOfAFreeKey(told);
            case 13 -> passEachOther(told);
            case 14 -> replace(told);
            default -> updateInPlace(told);
        }
        return told;
    }

    static Truncate truncate(List<SourceTable> tables) {
        tables.forEach(table -> table.rows.clear());
        return new Truncate(tables.stream().map(table -> table.relation).toList(), false, false, Xid.NONE);
    }

    List<String> keyOf(String[] row) {
        return key.stream().map(column -> row[column]).toList();
    }

    private Relation describe() {
        List<Column> shape = IntStream.range(0, columns)
                .mapToObj(i -> new Column(i == columns - 1 ? "c" + i + "_" + renamed : "c" + i, key.contains(i), 25, -1))
                .toList();
        return new Relation(id.table().hashCode(), id, identity, shape);
    }

    private void insert(List<Change> told) {
        String[] row = randomRow();
        if (key.isEmpty() || isFree(row)) {
            add(row, told);
        }
    }

    private void delete(List<Change> told) {
        if (!rows.isEmpty()) {
            remove(anyRow(), told);
        }
    }

    private void replace(List<Change> told) {
        if (!rows.isEmpty()) {
            String[] old = anyRow();
            String[] row = randomRow();
            key.forEach(column -> row[column] = old[column]);
            remove(old, told);
            add(row, told);
        }
    }

    private void updateInPlace(List<Change> told) {
        if (!rows.isEmpty()) {
            String[] old = anyRow();
            String[] row = old.clone();
            int column = random.nextInt(columns);
            if (!key.contains(column)) {
                row[column] = randomValue();
            }
            update(old, row, told);
        }
    }

    private void moveKey(List<Change> told) {
        if (!rows.isEmpty() && !key.isEmpty()) {
            String[] old = anyRow();
            String[] row = withKeyOf(randomRow(), old);
            if (random.nextBoolean()) {
                row[random.nextInt(columns)] = randomKeyValue();
            }
            if (isFree(row)) {
                update(old, row, told);
            }
        }
    }

    private void swapByWayOfAFreeKey(List<Change> told) {
        if (rows.size() < 2 || key.isEmpty()) {
            return;
        }
        String[] free = randomRow();
        if (isFree(free)) {
            String[] one = anyRow();
            String[] two = rows.stream().filter(row -> row != one).findFirst().orElseThrow();
            String[] parked = update(one, withKeyOf(free, one), told);
            update(two, withKeyOf(one, two), told);
            update(parked, withKeyOf(two, parked), told);
        }
    }

    /** A rotation of keys that are unique at commit only; one of the rows may be deleted or updated on the way. */
    private void passEachOther(List<Change> told) {
        if (rows.size() < 2 || key.isEmpty() || identity != ReplicaIdentity.FULL) {
            return;
        }
        List<String[]> ring = new ArrayList<>(rows);
        Collections.shuffle(ring, random);
        List<String[]> some = ring.subList(0, 2 + random.nextInt(ring.size() - 1));
        List<String[]> keys = some.stream().map(String[]::clone).toList();
        int first = random.nextInt(4) == 0 ? 1 : 0;
        for (int i = 0; i < some.size() - first; i++) {
            String[] row = update(some.get(i), withKeyOf(keys.get((i + 1) % keys.size()), some.get(i)), told);
            if (random.nextInt(4) == 0) {
                String[] again = row.clone();
                IntStream.range(0, columns).filter(c -> !key.contains(c)).findFirst().ifPresent(c -> again[c] = randomValue());
                update(row, again, told);
            }
        }
        if (first == 1) {
            remove(some.getLast(), told);
        }
    }

    private void add(String[] row, List<Change> told) {
        rows.add(row);
        told.add(new Insert(relation, Row.ofText(row), Xid.NONE));
    }

    private void remove(String[] row, List<Change> told) {
        rows.remove(row);
        told.add(new Delete(relation, old(row), identity == ReplicaIdentity.FULL, Xid.NONE));
    }

    private String[] update(String[] old, String[] row, List<Change> told) {
        rows.set(rows.indexOf(old), row);
        boolean full = identity == ReplicaIdentity.FULL;
        boolean tellsOld = full || key.stream().anyMatch(i -> !Objects.equals(old[i], row[i]) || isToasted(old[i]));
        told.add(new Update(relation, tellsOld ? old(old) : null, full, image(old, row), Xid.NONE));
        return row;
    }

    private Row old(String[] row) {
        String[] told = row.clone();
        if (identity != ReplicaIdentity.FULL) {
            IntStream.range(0, columns).filter(i -> !key.contains(i)).forEach(i -> told[i] = null);
        }
        return Row.ofText(told);
    }

    private static Row image(String[] old, String[] row) {
        Row whole = Row.ofText(row);
        RowBuilder image = new RowBuilder(row.length);
        for (int i = 0; i < row.length; i++) {
            if (isToasted(row[i]) && row[i].equals(old[i])) {
                image.addUnchanged();
            } else {
                image.addCell(whole, i);
            }
        }
        return image.build();
    }

    private static boolean isToasted(@Nullable String value) {
        return value != null && value.startsWith(TOASTED);
    }

    private String[] anyRow() {
        return rows.get(random.nextInt(rows.size()));
    }

    private boolean isFree(String[] row) {
        return rows.stream().noneMatch(other -> keyOf(other).equals(keyOf(row)));
    }

    private String[] withKeyOf(String[] other, String[] row) {
        String[] made = row.clone();
        key.forEach(column -> made[column] = other[column]);
        return made;
    }

    private String[] randomRow() {
        String[] row = new String[columns];
        Arrays.setAll(row, i -> key.contains(i) ? randomKeyValue() : randomValue());
        return row;
    }

    private String randomKeyValue() {
        return (random.nextInt(8) == 0 ? TOASTED : "") + random.nextInt(5);
    }

    private @Nullable String randomValue() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1, 2 -> TOASTED + random.nextInt(1000);
            default -> Integer.toString(random.nextInt(1000));
        };
    }
}
