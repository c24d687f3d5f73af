package io.pg2any.type;

/**
 * Network addresses.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html">PostgreSQL manual, Network Address Types</a>
 */
final class NetworkForms {

    private static final int IPV4 = 2;
    private static final int IPV6 = 3;
    private static final int WORDS = 8;

    private NetworkForms() {}

    /** Int8 family, Int8 bits of the network, Int8 whether cidr, Int8 bytes of the address, the address. */
    static void inet(ValueReader in, TextWriter out) {
        int family = in.int8();
        int bits = in.int8();
        boolean cidr = in.int8() != 0;
        int length = in.int8();
        if (!(family == IPV4 && length == 4 || family == IPV6 && length == 16)) {
            throw in.error("the address family " + family + " with " + length + " bytes");
        }
        if (family == IPV4) {
            ipv4(in, out);
        } else {
            ipv6(in, out);
        }
        if (cidr || bits != length * 8) {
            out.put('/').number(bits);
        }
    }

    static void macaddr(ValueReader in, TextWriter out) {
        for (String separator = ""; in.left() > 0; separator = ":") {
            out.ascii(separator).hex(in.int8());
        }
    }

    private static void ipv4(ValueReader in, TextWriter out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.put('.');
            }
            out.number(in.int8());
        }
    }

    /** The first of the longest runs of at least two zero words is left out; addresses that hold an IPv4 one end like it. */
    private static void ipv6(ValueReader in, TextWriter out) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = in.int16() & 0xffff;
        }
        int gap = 0;
        int gapLength = 1;
        for (int i = 0; i < WORDS; i++) {
            int end = i;
            while (end < WORDS && words[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gap = i;
                gapLength = end - i;
            }
        }
        if (gapLength == 1) {
            gap = WORDS;
        }
        words(words, gap, gap + gapLength, out);
    }

    private static void words(int[] words, int gap, int gapEnd, TextWriter out) {
        boolean embeds = gap == 0 && (gapEnd == 6 || gapEnd == 5 && words[5] == 0xffff);
        for (int i = 0; i < WORDS; i++) {
            if (i == gap) {
                out.put(':');
            }
            if (i >= gap && i < gapEnd) {
                continue;
            }
            if (i > 0) {
                out.put(':');
            }
            if (i == 6 && embeds) {
                out.number(words[6] >> 8).put('.').number(words[6] & 0xff);
                out.put('.').number(words[7] >> 8).put('.').number(words[7] & 0xff);
                return;
            }
            out.ascii(Integer.toHexString(words[i]));
        }
        if (gapEnd == WORDS) {
            out.put(':');
        }
    }
}
