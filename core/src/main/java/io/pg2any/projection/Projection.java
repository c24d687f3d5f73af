package io.pg2any.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.type.PgType;

/** What becomes of one table: from rows as the source has them to rows as the target gets them. Immutable; for any thread. */
public final class Projection {

    /** When a row was deleted in the source. */
    public static final String DELETED_AT = "deleted_at";

    /** Where the log holds the commit of the row's last change. */
    public static final String COMMIT_LSN = "_commit_lsn";

    /** When that was, in UTC. */
    public static final String COMMIT_TIME = "_commit_time";

    private static final int VARCHAR_OID = 1043;
    private static final int TIMESTAMPTZ_OID = 1184;
    private static final int HEADER = 4;

    private final TableSchema source;
    private final TableSchema target;
    private final int[] kept;
    private final @Nullable Mask[] masks;
    private final boolean audited;
    private final boolean unchanged;

    Projection(TableSchema source, TableSchema target, List<Integer> kept, List<@Nullable Mask> masks, boolean audited) {
        this(source, target, kept, masks, audited, source.equals(target) && masks.stream().allMatch(Objects::isNull));
    }

    private Projection(TableSchema source, TableSchema target, List<Integer> kept, List<@Nullable Mask> masks, boolean audited, boolean unchanged) {
        this.source = source;
        this.target = target;
        this.kept = kept.stream().mapToInt(Integer::intValue).toArray();
        this.masks = masks.toArray(Mask[]::new);
        this.audited = audited;
        this.unchanged = unchanged;
    }

    /** A table that stays as it is. */
    public static Projection unchanged(TableSchema table) {
        List<@Nullable Mask> masks = new ArrayList<>();
        table.columns().forEach(_ -> masks.add(null));
        return new Projection(table, table, IntStream.range(0, table.columns().size()).boxed().toList(), masks, false, true);
    }

    /** As the source has it. */
    public TableSchema source() {
        return source;
    }

    /** As the target has it. */
    public TableSchema target() {
        return target;
    }

    public boolean isUnchanged() {
        return unchanged;
    }

    /** Names in the source of the columns that are replicated, in the order in which {@link #copied} wants their cells. */
    public List<String> read() {
        return IntStream.of(kept).mapToObj(i -> source.columns().get(i).name()).toList();
    }

    /** Whether the rows have to be looked into: otherwise what is {@linkplain #read read} is what is written. */
    public boolean changesRows() {
        return target.added().count() > 0 || IntStream.range(0, masks.length).anyMatch(i -> masks[i] != null);
    }

    public boolean isSoftlyDeleted() {
        return target.added().deletedAt() != null;
    }

    /** Whether key cells are not those of the source. */
    public boolean masksKey() {
        return target.key().stream().anyMatch(i -> masks[i] != null);
    }

    /** A relation of the source as one of the target's table. */
    public Relation relation(Relation relation) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            Column column = relation.columns().get(kept[i]);
            String name = target.columns().get(i).name();
            PgType type = target.columns().get(i).type();
            columns.add(masks[i] == null || type.equals(source.columns().get(kept[i]).type())
                    ? new Column(name, column.identity(), column.typeOid(), column.typeModifier())
                    : new Column(name, column.identity(), VARCHAR_OID, type instanceof PgType.Varchar text ? text.maxLength() + HEADER : -1));
        }
        target.columns().subList(kept.length, target.columns().size()).forEach(added -> columns.add(added.type() instanceof PgType.Varchar text
                ? new Column(added.name(), false, VARCHAR_OID, text.maxLength() + HEADER)
                : new Column(added.name(), false, TIMESTAMPTZ_OID, -1)));
        return new Relation(relation.oid(), relation.table(), relation.identity(), columns);
    }

    /** A row of all of the source's columns. */
    public Row row(Row row, Stamp stamp) {
        RowBuilder builder = new RowBuilder(target.columns().size());
        for (int i = 0; i < kept.length; i++) {
            add(builder, row, kept[i], masks[i]);
        }
        return stamped(builder, stamp);
    }

    /** A row of the columns that are {@linkplain #read read}. */
    public Row copied(Row row, Stamp stamp) {
        RowBuilder builder = new RowBuilder(target.columns().size());
        for (int i = 0; i < kept.length; i++) {
            add(builder, row, i, masks[i]);
        }
        return stamped(builder, stamp);
    }

    /** An old row, by which one in the target is found: of added columns it tells nothing. */
    public Row old(Row row) {
        RowBuilder builder = new RowBuilder(target.columns().size());
        for (int i = 0; i < kept.length; i++) {
            add(builder, row, kept[i], masks[i]);
        }
        for (int i = 0; i < target.added().count(); i++) {
            builder.addNull();
        }
        return builder.build();
    }

    /**
     * What a row becomes that was deleted, where such rows stay.
     *
     * @param old the whole old row, or its key
     */
    public Row deleted(Row old, boolean oldIsFull, Stamp stamp) {
        RowBuilder builder = new RowBuilder(target.columns().size());
        for (int i = 0; i < kept.length; i++) {
            if (oldIsFull || target.isKey(i)) {
                add(builder, old, kept[i], masks[i]);
            } else {
                builder.addUnchanged();
            }
        }
        builder.addText(stamp.timeText());
        return audit(builder, stamp);
    }

    /** A row of the source's columns that holds the key of one of the target; the key is not {@linkplain #masksKey masked}. */
    public Row keyInSource(Row row) {
        RowBuilder builder = new RowBuilder(source.columns().size());
        for (int i = 0; i < source.columns().size(); i++) {
            int at = source.isKey(i) ? indexOfKept(i) : -1;
            if (at < 0) {
                builder.addNull();
            } else {
                builder.addCell(row, at);
            }
        }
        return builder.build();
    }

    private int indexOfKept(int column) {
        return IntStream.range(0, kept.length).filter(i -> kept[i] == column).findFirst().orElse(-1);
    }

    private static void add(RowBuilder builder, Row row, int cell, @Nullable Mask mask) {
        if (mask == null || row.isNull(cell) || row.isUnchanged(cell)) {
            builder.addCell(row, cell);
        } else {
            mask.add(builder, row, cell);
        }
    }

    private Row stamped(RowBuilder builder, Stamp stamp) {
        if (isSoftlyDeleted()) {
            builder.addNull();
        }
        return audit(builder, stamp);
    }

    private Row audit(RowBuilder builder, Stamp stamp) {
        if (audited) {
            builder.addText(stamp.positionText());
            builder.addText(stamp.timeText());
        }
        return builder.build();
    }

    /**
     * Indexes and foreign keys with the target's names. What is on a column that is left out goes; so does an index on an expression, which would need
     * to be understood, where columns are not what they were.
     *
     * @param referenced the projection of another replicated table, by its name in the target
     */
    public TableExtras extras(TableExtras extras, Function<TargetName, Optional<Projection>> referenced) {
        List<SecondaryIndex> indexes = extras.indexes().stream().flatMap(index -> index(index).stream()).toList();
        List<ForeignKey> keys = extras.foreignKeys().stream()
                .flatMap(key -> referenced.apply(key.references()).flatMap(other -> foreignKey(key, other)).stream()).toList();
        return new TableExtras(target, indexes, keys);
    }

    private Optional<SecondaryIndex> index(SecondaryIndex index) {
        if (!changesNames() && IntStream.range(0, masks.length).allMatch(i -> masks[i] == null)) {
            return Optional.of(index);
        }
        if (index.columns().isEmpty()) {
            return Optional.empty();
        }
        return renamed(index.columns()).map(names -> new SecondaryIndex(index.name(), names, "btree ("
                + names.stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').collect(Collectors.joining(", ")) + ")"));
    }

    private Optional<ForeignKey> foreignKey(ForeignKey key, Projection other) {
        return renamed(key.columns()).flatMap(own -> other.renamed(key.referenced())
                .map(theirs -> new ForeignKey(key.name(), own, key.references(), theirs)));
    }

    private boolean changesNames() {
        return !read().equals(source.columns().stream().map(ColumnSchema::name).toList())
                || !read().equals(target.columns().subList(0, kept.length).stream().map(ColumnSchema::name).toList());
    }

    /** The target's names of columns of the source; none if one of them is left out. */
    private Optional<List<String>> renamed(List<String> names) {
        List<String> read = read();
        return read.containsAll(names)
                ? Optional.of(names.stream().map(name -> target.columns().get(read.indexOf(name)).name()).toList())
                : Optional.empty();
    }
}
