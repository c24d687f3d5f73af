package io.pg2any.destination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

/** A table of a source in memory, of a random shape, which tells its changes as PostgreSQL does: keys, old rows, large values left out. */
final class RandomTable {

    /** What a value begins with that is stored out of line. */
    private static final char LARGE = '~';
    private static final int LEAST_COLUMNS = 2;
    private static final Xid XID = new Xid(7);

    private final Random random;
    private final TableSchema schema;
    private final Relation relation;
    /** A column of unique values beside the key; -1: none. */
    private final int unique;
    private final List<String[]> rows = new ArrayList<>();
    private int values;

    RandomTable(Random random, String name) {
        this.random = random;
        int columns = LEAST_COLUMNS + random.nextInt(4);
        List<Integer> order = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        Collections.shuffle(order, random);
        List<Integer> key = order.subList(0, random.nextInt(3));
        this.unique = !key.isEmpty() && key.size() < columns && random.nextInt(3) == 0 ? order.getLast() : -1;
        ReplicaIdentity identity = key.isEmpty() || random.nextInt(3) == 0 ? ReplicaIdentity.FULL : ReplicaIdentity.DEFAULT;
        List<ColumnSchema> described = IntStream.range(0, columns).mapToObj(i -> new ColumnSchema("c" + i, Fixtures.TEXT, !key.contains(i))).toList();
        this.schema = new TableSchema(new TableId("public", name), new TargetName("", name), described, key, key, identity);
        this.relation = new Relation(name.hashCode(), schema.source(), identity, described.stream().map(column -> new Column(column.name(), true, 25, -1)).toList());
    }

    TableSchema schema() {
        return schema;
    }

    /** The table as a target has it, with a unique index of its own if there is one. */
    String ddl() {
        String columns = schema.columns().stream().map(column -> column.name() + " TEXT" + (column.nullable() ? "" : " NOT NULL")).collect(Collectors.joining(", "));
        String key = schema.hasKey() ? ", PRIMARY KEY (" + schema.key().stream().map(i -> "c" + i).collect(Collectors.joining(", ")) + ")" : "";
        return "CREATE TABLE \"" + schema.target().table() + "\" (" + columns + key + (unique < 0 ? "" : ", UNIQUE (c" + unique + ")") + ")";
    }

    /** Its rows as {@link TestDatabase#query} prints them, sorted. */
    List<String> printed() {
        return rows.stream().map(row -> Arrays.stream(row).map(cell -> cell == null ? "∅" : cell).collect(Collectors.joining("|"))).sorted().toList();
    }

    /** Changes something at random and tells it. */
    List<Change> change() {
        List<Change> told = new ArrayList<>();
        int what = random.nextInt(20);
        if (rows.isEmpty() || what < 6) {
            insert(told);
        } else if (what < 9) {
            remove(any(), told);
        } else if (what < 12) {
            move(told);
        } else if (what < 14) {
            swap(told);
        } else if (what == 14 && random.nextInt(6) == 0) {
            rows.clear();
            told.add(new ChangeEvent.Truncate(List.of(relation), false, false, XID));
        } else {
            String[] row = any();
            String[] changed = row.clone();
            int column = random.nextInt(changed.length);
            if (!schema.isKey(column)) {
                changed[column] = value(column);
            }
            if (isFree(changed, row)) {
                update(row, changed, told);
            }
        }
        return told;
    }

    private void insert(List<Change> told) {
        String[] row = new String[schema.columns().size()];
        Arrays.setAll(row, this::value);
        if (isFree(row, null)) {
            rows.add(row);
            told.add(new ChangeEvent.Insert(relation, Row.ofText(row), XID));
        }
    }

    private void remove(String[] row, List<Change> told) {
        rows.remove(row);
        told.add(new ChangeEvent.Delete(relation, old(row), schema.identity() == ReplicaIdentity.FULL, XID));
    }

    /** To another key, with or without other changes. */
    private void move(List<Change> told) {
        String[] row = any();
        String[] moved = row.clone();
        schema.key().forEach(i -> moved[i] = value(i));
        if (random.nextBoolean()) {
            int column = random.nextInt(moved.length);
            moved[column] = value(column);
        }
        if (isFree(moved, row)) {
            update(row, moved, told);
        }
    }

    /** Two rows exchange their unique values, or their keys, over one that is free. */
    private void swap(List<Change> told) {
        if (rows.size() < 2 || !schema.hasKey()) {
            return;
        }
        List<Integer> cells = unique >= 0 && random.nextBoolean() ? List.of(unique) : schema.key();
        String[] one = any();
        String[] other = rows.stream().filter(row -> row != one).findFirst().orElseThrow();
        String[] parked = one.clone();
        cells.forEach(i -> parked[i] = "free" + values++);
        String[] otherAsOne = with(other, one, cells);
        update(one, parked, told);
        update(other, otherAsOne, told);
        update(parked, with(parked, other, cells), told);
    }

    private static String[] with(String[] row, String[] from, List<Integer> cells) {
        String[] made = row.clone();
        cells.forEach(i -> made[i] = from[i]);
        return made;
    }

    private void update(String[] from, String[] to, List<Change> told) {
        rows.set(indexOf(from), to);
        boolean full = schema.identity() == ReplicaIdentity.FULL;
        boolean tellsOld = full || schema.key().stream().anyMatch(i -> !Objects.equals(from[i], to[i]) || isLarge(from[i]));
        String[] image = to.clone();
        for (int i = 0; i < image.length; i++) {
            if (isLarge(to[i]) && to[i].equals(from[i])) {
                image[i] = Fixtures.UNCHANGED;
            }
        }
        told.add(new ChangeEvent.Update(relation, tellsOld ? old(from) : null, full, Fixtures.row(image), XID));
    }

    private int indexOf(String[] row) {
        return IntStream.range(0, rows.size()).filter(i -> rows.get(i) == row).findFirst().orElseThrow();
    }

    private Row old(String[] row) {
        String[] told = row.clone();
        if (schema.identity() != ReplicaIdentity.FULL) {
            IntStream.range(0, told.length).filter(i -> !schema.isKey(i)).forEach(i -> told[i] = null);
        }
        return Row.ofText(told);
    }

    private boolean isFree(String[] row, String[] but) {
        return rows.stream().filter(other -> other != but).noneMatch(other -> schema.hasKey() && schema.key().stream().allMatch(i -> row[i].equals(other[i]))
                || unique >= 0 && row[unique] != null && row[unique].equals(other[unique]));
    }

    private String[] any() {
        return rows.get(random.nextInt(rows.size()));
    }

    private static boolean isLarge(String value) {
        return value != null && value.charAt(0) == LARGE;
    }

    private String value(int column) {
        boolean key = schema.isKey(column);
        if (!key && random.nextInt(5) == 0) {
            return null;
        }
        int different = key || column == unique ? 9 : schema.hasKey() ? 1000 : 3; // rows without a key are often equal
        String value = Integer.toString(random.nextInt(different));
        return random.nextInt(key ? 8 : 3) == 0 ? LARGE + value : value;
    }
}
