package io.pg2any.app.verify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import io.pg2any.event.Row;
import io.pg2any.type.PgType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one spelling that a value has, whichever database its text came from. What a type takes for the same value is spelled the same: 1.50 and
 * 1.5, a moment with and without zeros at its end, a document with its members in another order, a {@code char(n)} without its blanks.
 */
enum CanonicalForm {
    BOOLEAN {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            out.add(length > 0 && (a[from] == 't' || a[from] == 'T' || a[from] == '1' || a[from] == 'Y') ? 't' : 'f');
        }
    },
    NUMBER {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            number(a, from, length, out);
        }
    },
    FLOAT {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            float value = Float.parseFloat(text(a, from, length));
            out.addLong(Float.floatToIntBits(value == 0 ? 0 : value));
        }
    },
    DOUBLE {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            double value = Double.parseDouble(text(a, from, length));
            out.addLong(Double.doubleToLongBits(value == 0 ? 0 : value));
        }
    },
    MOMENT {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            moment(a, from, length, out);
        }
    },
    LOWER {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            for (int i = from; i < from + length; i++) {
                out.add(a[i] >= 'A' && a[i] <= 'Z' ? a[i] + 32 : a[i]);
            }
        }
    },
    JSON {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            json(a, from, length, out);
        }
    },
    /** Blanks at the end do not count. */
    PADDED {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            int end = from + length;
            while (end > from && a[end - 1] == ' ') {
                end--;
            }
            out.add(a, from, end - from);
        }
    },
    /** As it is. */
    TEXT {
        @Override
        void append(byte[] a, int from, int length, Bytes out) {
            out.add(a, from, length);
        }
    };

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final byte[] NOT_A_VALUE = "\0not a value: ".getBytes(StandardCharsets.UTF_8);

    /** Appends the canonical spelling of the text in {@code a}. */
    abstract void append(byte[] a, int from, int length, Bytes out);

    /** The form of a type's values. */
    static CanonicalForm of(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> BOOLEAN;
                case SMALLINT, INTEGER, BIGINT, OID -> NUMBER;
                case REAL -> FLOAT;
                case DOUBLE -> DOUBLE;
                case UUID -> LOWER;
                case DATE -> MOMENT;
                case JSON, JSONB -> JSON;
                case MONEY, BYTEA, XML -> TEXT;
            };
            case PgType.Numeric _ -> NUMBER;
            case PgType.Time time -> time.withZone() ? TEXT : MOMENT;
            case PgType.Timestamp _ -> MOMENT;
            case PgType.Char _ -> PADDED;
            case PgType.Domain domain -> of(domain.withoutDomain());
            case PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Array _, PgType.Other _ -> TEXT;
        };
    }

    /** Appends a cell: its kind, its length, its canonical spelling. A text that is none of the type's values equals only itself. */
    void append(Row row, int cell, Bytes out) {
        if (row.isNull(cell)) {
            appendNull(out);
            return;
        }
        out.add('t');
        int size = out.length();
        out.add(new byte[Integer.BYTES]);
        try {
            append(row.array(), row.start(cell), row.length(cell), out);
        } catch (NumberFormatException | JacksonException e) {
            out.add(NOT_A_VALUE);
            out.add(row.array(), row.start(cell), row.length(cell));
        }
        out.setInt(size, out.length() - size - Integer.BYTES);
    }

    static void appendNull(Bytes out) {
        out.add('n');
    }

    private static String text(byte[] a, int from, int length) {
        return new String(a, from, length, StandardCharsets.UTF_8);
    }

    /** Digits without needless zeros; NaN and infinities as they are. */
    private static void number(byte[] a, int from, int length, Bytes out) {
        int at = from;
        int end = from + length;
        boolean negative = at < end && a[at] == '-';
        at += negative ? 1 : 0;
        int point = -1;
        for (int i = at; i < end; i++) {
            if (a[i] == '.') {
                point = i;
            } else if (a[i] == 'e' || a[i] == 'E') {
                byte[] plain = new BigDecimal(text(a, from, length)).toPlainString().getBytes(StandardCharsets.US_ASCII);
                number(plain, 0, plain.length, out);
                return;
            }
        }
        while (at < end - 1 && a[at] == '0' && a[at + 1] != '.') {
            at++;
        }
        if (point >= 0) {
            while (a[end - 1] == '0') {
                end--;
            }
            end -= end - 1 == point ? 1 : 0;
        }
        boolean zero = end == at || end == at + 1 && a[at] == '0';
        if (zero) {
            out.add('0');
            return;
        }
        if (negative) {
            out.add('-');
        }
        if (a[at] == '.') {
            out.add('0');
        }
        out.add(a, at, end - at);
    }

    /** A date or time: a blank between them, no zone (it is UTC), no zeros at the end of a second's fraction. */
    private static void moment(byte[] a, int from, int length, Bytes out) {
        int end = from + length;
        boolean beforeChrist = length > 3 && a[end - 1] == 'C' && a[end - 2] == 'B';
        end -= beforeChrist ? 3 : 0;
        if (end > from && a[end - 1] == 'Z') {
            end--;
        } else if (end - from > 3 && a[end - 3] == '+' && a[end - 2] == '0' && a[end - 1] == '0') {
            end -= 3;
        } else if (end - from > 6 && a[end - 6] == '+' && text(a, end - 6, 6).equals("+00:00")) {
            end -= 6;
        }
        int point = -1;
        for (int i = from; i < end; i++) {
            if (a[i] == '.') {
                point = i;
            }
        }
        if (point >= 0) {
            while (a[end - 1] == '0') {
                end--;
            }
            end -= end - 1 == point ? 1 : 0;
        }
        for (int i = from; i < end; i++) {
            out.add(a[i] == 'T' ? ' ' : a[i]);
        }
        if (beforeChrist) {
            out.add(" BC".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void json(byte[] a, int from, int length, Bytes out) {
        StringBuilder text = new StringBuilder(length);
        tree(MAPPER.readTree(a, from, length), text);
        out.add(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void tree(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                out.append(name.length()).append(':').append(name);
                tree(value, out);
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                tree(element, out);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else if (node.isString()) {
            out.append('"').append(node.stringValue().length()).append(':').append(node.stringValue());
        } else {
            out.append(node);
        }
    }
}
