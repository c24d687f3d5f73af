package io.pg2any.type;

import java.util.Locale;

/** Identifiers of PostgreSQL itself. */
final class SystemForms {

    private SystemForms() {}

    /** Int64 position, printed as two hexadecimal halves. */
    static void lsn(ValueReader in, TextWriter out) {
        long lsn = in.int64();
        out.ascii(Long.toHexString(lsn >>> 32).toUpperCase(Locale.ROOT));
        out.put('/').ascii(Long.toHexString(lsn & 0xffff_ffffL).toUpperCase(Locale.ROOT));
    }

    /** Int32 block, Int16 line. */
    static void tid(ValueReader in, TextWriter out) {
        out.put('(').number(Integer.toUnsignedLong(in.int32()));
        out.put(',').number(in.int16() & 0xffff).put(')');
    }

    /** Int32 number of running transactions, Int64 xmin, Int64 xmax, Int64 each. */
    static void snapshot(ValueReader in, TextWriter out) {
        int running = in.count(8);
        out.number(in.int64());
        out.put(':').number(in.int64()).put(':');
        for (int i = 0; i < running; i++) {
            if (i > 0) {
                out.put(',');
            }
            out.number(in.int64());
        }
    }

    /** {@code int2vector} and {@code oidvector}: an array of one dimension, printed with blanks between its numbers. */
    static void vector(ValueReader in, TextWriter out) {
        int dimensions = in.int32();
        in.int32(); // whether there are nulls: never
        in.int32(); // element type
        if (dimensions != 1 && dimensions != 0) {
            throw in.error(dimensions + " dimensions");
        }
        if (dimensions == 0) {
            return;
        }
        int count = in.int32();
        in.int32(); // lower bound
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(' ');
            }
            if (in.int32() == 2) {
                NumberForms.int16(in, out);
            } else {
                NumberForms.unsigned32(in, out);
            }
        }
    }
}
