package io.pg2any.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;

/**
 * Turns values in PostgreSQL's binary ("send") form into exactly the bytes of its text form, under the settings that a
 * source session has: UTF-8, {@code DateStyle=ISO, IntervalStyle=postgres, TimeZone=UTC, extra_float_digits=3,
 * bytea_output=hex, lc_monetary=C}. One thread.
 */
public final class BinaryText {

    /** The code of the error about a type whose binary form is not known. */
    public static final String UNKNOWN_TYPE = "binary-type";

    /** How many domains may lie over one another: far more than any real type has. */
    private static final int MAX_DEPTH = 100;

    private final TypeRegistry registry;
    private final ContainerForms containers = new ContainerForms(this::form);
    private final BuiltinForms builtin = new BuiltinForms(containers);
    private final Map<Integer, BinaryForm> forms = new HashMap<>();
    private final ValueReader in = new ValueReader();
    private final TextWriter out = new TextWriter();
    private @Nullable Relation lastRelation;
    private @Nullable BinaryForm[] lastForms = new @Nullable BinaryForm[0];
    /** The column of {@code lastRelation} that is being converted, for errors; -1 outside of a row. */
    private int column = -1;

    public BinaryText(TypeRegistry registry) {
        this.registry = registry;
    }

    /**
     * The row with each binary cell as a text cell; the row itself if it has none.
     *
     * @param relation the one that the row was written under
     * @throws CdcException of kind {@code CONFIGURATION} if the binary form of a column's type is not known
     */
    public Row toText(Row row, Relation relation) {
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == Row.BINARY) {
                return converted(row, relation);
            }
        }
        return row;
    }

    /** The text, in UTF-8, of the value of type {@code typeOid} in {@code array[from, to)}. */
    public byte[] toText(int typeOid, byte[] array, int from, int to) {
        out.clear();
        column = -1;
        value(form(typeOid), typeOid, array, from, to);
        return out.copy();
    }

    private Row converted(Row row, Relation relation) {
        List<Column> columns = relation.columns();
        @Nullable BinaryForm[] columnForms = columnForms(relation);
        int[] cells = new int[row.size()];
        out.clear();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = out.size();
            byte kind = row.kind(i);
            if (kind == Row.BINARY) {
                int typeOid = columns.get(i).typeOid();
                BinaryForm form = columnForms[i];
                column = i;
                if (form == null) {
                    form = form(typeOid);
                    columnForms[i] = form;
                }
                int length = open(out.put(Row.TEXT));
                value(form, typeOid, row.array(), row.start(i), row.start(i) + row.length(i));
                out.patch(length, out.size() - length - Integer.BYTES);
            } else {
                out.put(kind);
                if (kind == Row.TEXT) {
                    out.bytes(row.array(), row.start(i) - Integer.BYTES, row.length(i) + Integer.BYTES);
                }
            }
        }
        return new Row(out.copy(), cells, out.size());
    }

    /** Makes room for a length that is known later. */
    private static int open(TextWriter out) {
        int at = out.size();
        out.put(0).put(0).put(0).put(0);
        return at;
    }

    private void value(BinaryForm form, int typeOid, byte[] array, int from, int to) {
        in.open(typeOid, array, from, to);
        try {
            form.write(in, out);
        } catch (StackOverflowError e) { // a text search query may nest as deeply as the server's stack allows
            throw in.error("values nested too deeply");
        }
        in.end();
    }

    @SuppressWarnings("ReferenceEquality") // one description is one object, and equals would walk its columns for each row
    private @Nullable BinaryForm[] columnForms(Relation relation) {
        if (relation != lastRelation) {
            lastRelation = relation;
            lastForms = new @Nullable BinaryForm[relation.columns().size()];
        }
        return lastForms;
    }

    private BinaryForm form(int typeOid) {
        BinaryForm known = forms.get(typeOid);
        if (known == null) {
            known = find(typeOid, typeOid, 0);
            forms.put(typeOid, known);
        }
        return known;
    }

    private BinaryForm find(int typeOid, int askedOid, int depth) {
        BinaryForm form = builtin.form(typeOid);
        if (form != null) {
            return form;
        }
        TypeForm other = depth < MAX_DEPTH ? registry.form(typeOid).orElse(null) : null;
        return switch (other) {
            case null -> throw unknown(askedOid);
            case TypeForm.SameAs(int oid) -> find(oid, askedOid, depth + 1);
            case TypeForm.Extension(String send) -> {
                BinaryForm sent = ExtensionForms.sentBy(send);
                if (sent == null) {
                    throw unknown(askedOid);
                }
                yield sent;
            }
            case TypeForm.Array(char delimiter) -> containers.array(delimiter);
            case TypeForm.Composite() -> containers::composite;
            case TypeForm.Range(int subtypeOid) -> containers.range(subtypeOid);
            case TypeForm.Multirange(int subtypeOid) -> containers.multirange(subtypeOid);
        };
    }

    private CdcException unknown(int typeOid) {
        Relation relation = lastRelation;
        String place = column < 0 || relation == null ? "" : " in column " + relation.columns().get(column).name() + " of " + relation.table();
        return CdcException.configuration(
                UNKNOWN_TYPE,
                "pg2any does not know the binary form of the type with OID " + Integer.toUnsignedString(typeOid) + place + ".",
                "Switch the binary format off.");
    }
}
