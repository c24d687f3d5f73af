package io.pg2any.app.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.type.PgType;

/** A table's rows in canonical form. One thread. */
final class RowForm {

    private static final int LONGEST_KEY = 200;

    private final TableSchema table;
    private final boolean keepsEmptyValues;
    private final CanonicalForm[] forms;
    private final int[] all;
    private final int[] key;
    private final Bytes bytes = new Bytes();
    private final Bytes other = new Bytes();

    /** @param keepsEmptyValues whether the target tells an empty text, or no bytes, from NULL; otherwise they mean the same */
    RowForm(TableSchema table, boolean keepsEmptyValues) {
        this.table = table;
        this.keepsEmptyValues = keepsEmptyValues;
        this.forms = table.columns().stream().map(column -> CanonicalForm.of(column.type())).toArray(CanonicalForm[]::new);
        this.all = java.util.stream.IntStream.range(0, forms.length).toArray();
        this.key = table.key().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of the whole row. */
    Digest digest(Row row) {
        write(row, all);
        return Digest.of(bytes);
    }

    /** Of the key alone. */
    Digest keyDigest(Row row) {
        write(row, key);
        return Digest.of(bytes);
    }

    /** Something by which keys can be looked up, whichever side they come from. */
    ByteBuffer key(Row row) {
        write(row, key);
        return ByteBuffer.wrap(bytes.copy()).asReadOnlyBuffer();
    }

    /** Whether two rows have the same key. */
    boolean isSameKey(Row a, Row b) {
        for (int i : key) {
            if (!a.cellEquals(i, b, i) && !isSame(i, a, b)) {
                return false;
            }
        }
        return true;
    }

    private void write(Row row, int[] columns) {
        bytes.clear();
        for (int column : columns) {
            append(row, column, bytes);
        }
    }

    private void append(Row row, int column, Bytes out) {
        if (!keepsEmptyValues && isEmpty(row, column)) {
            CanonicalForm.appendNull(out);
        } else {
            forms[column].append(row, column, out);
        }
    }

    private boolean isEmpty(Row row, int column) {
        boolean noBytes = table.columns().get(column).type().withoutDomain() == PgType.Simple.BYTEA;
        return !row.isNull(column) && row.length(column) == (noBytes ? "\\x".length() : 0);
    }

    /** Whether two rows mean the same. */
    boolean isSame(Row a, Row b) {
        for (int i = 0; i < forms.length; i++) {
            if (!a.cellEquals(i, b, i) && !isSame(i, a, b)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(int column, Row a, Row b) {
        bytes.clear();
        append(a, column, bytes);
        other.clear();
        append(b, column, other);
        return Arrays.equals(bytes.array(), 0, bytes.length(), other.array(), 0, other.length());
    }

    /** The row with its key alone: what it costs to remember it. */
    Row keyOnly(Row row) {
        RowBuilder builder = new RowBuilder(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (table.isKey(i)) {
                builder.addCell(row, i);
            } else {
                builder.addNull();
            }
        }
        return builder.build();
    }

    /** Names of the columns in which two rows differ. */
    List<String> differing(Row a, Row b) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < forms.length; i++) {
            if (!isSame(i, a, b)) {
                names.add(table.columns().get(i).name());
            }
        }
        return names;
    }

    /** The key for people. */
    String describe(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i : table.hasKey() ? key : all) {
            text.append(text.isEmpty() ? "" : ", ").append(table.columns().get(i).name()).append('=').append(row.isNull(i) ? "NULL" : row.text(i));
        }
        return text.length() > LONGEST_KEY ? text.substring(0, LONGEST_KEY) + "…" : text.toString();
    }
}
