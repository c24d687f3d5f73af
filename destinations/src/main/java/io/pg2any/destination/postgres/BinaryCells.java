package io.pg2any.destination.postgres;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Step.NetRows;
import io.pg2any.destination.Step.PartialUpdate;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.type.BinaryText;
import io.pg2any.type.TypeRegistry;

/**
 * Rows of one table whose cells came in binary form: all of its columns are {@linkplain PortableTypes portable}. Only COPY takes
 * them as they are; for every other road they become text.
 */
final class BinaryCells {

    private final TargetTable table;
    private final BinaryText text = new BinaryText(TypeRegistry.NONE);

    BinaryCells(TargetTable table) {
        this.table = table;
    }

    /** Whether the table takes rows with such cells. */
    static boolean fit(TargetTable table) {
        return table.upsertable() && !new CellCheck(table).isNeeded() && table.columns().stream().allMatch(PortableTypes::isPortable);
    }

    /** Whether the step's rows came in binary form: all of a stream's do, or none. */
    static boolean isIn(NetRows step) {
        return Stream.of(step.deletes().stream(), step.upserts().stream(), step.updates().stream().map(PartialUpdate::row))
                .anyMatch(rows -> rows.findFirst().filter(BinaryCells::are).isPresent());
    }

    /** Whether there is such a cell; where there is a key, its cells tell. */
    static boolean are(Row row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == Row.BINARY) {
                return true;
            }
        }
        return false;
    }

    /** Whether COPY takes the row as it is in binary format. */
    static boolean areAll(Row row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) != Row.BINARY && !row.isNull(i)) {
                return false;
            }
        }
        return true;
    }

    /** The step with every cell as text, but for those of the first {@code kept} upserts. */
    NetRows asText(NetRows step, int kept) {
        List<Row> upserts = kept == 0 ? asText(step.upserts())
                : Stream.concat(step.upserts().stream().limit(kept), step.upserts().stream().skip(kept).map(this::asText)).toList();
        List<PartialUpdate> updates = step.updates().stream()
                .map(update -> new PartialUpdate(asText(update.row()), orNull(update.movedFrom())))
                .toList();
        return new NetRows(step.table(), asText(step.deletes()), upserts, step.fresh(), updates);
    }

    private @Nullable Row orNull(@Nullable Row row) {
        return row == null ? null : asText(row);
    }

    List<Row> asText(List<Row> rows) {
        return rows.stream().map(this::asText).toList();
    }

    private Row asText(Row row) {
        if (!are(row)) {
            return row;
        }
        RowBuilder builder = new RowBuilder(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == Row.BINARY) {
                int oid = PortableTypes.oid(table.columns().get(i).source().type()).orElseThrow();
                builder.addText(text.toText(oid, row.array(), row.start(i), row.start(i) + row.length(i)));
            } else {
                builder.addCell(row, i);
            }
        }
        return builder.build();
    }
}
