package io.pg2any.destination.jdbc;

/** PostgreSQL's hex form of bytea: {@code \x} and two digits a byte. */
public final class Hex {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Hex() {}

    static byte[] decode(byte[] text, int from, int length) {
        requireHex(text, from, length);
        byte[] bytes = new byte[length / 2 - 1];
        decode(text, from + 2, bytes.length, bytes);
        return bytes;
    }

    /** Refuses a text that has another form. */
    public static void requireHex(byte[] text, int from, int length) {
        if (length < 2 || text[from] != '\\' || text[from + 1] != 'x' || length % 2 != 0) {
            throw new UnfitValue("a bytea that is not in hex form");
        }
    }

    /** Decodes the pairs of digits from {@code from} on to {@code count} bytes. */
    public static void decode(byte[] text, int from, int count, byte[] into) {
        for (int i = 0, at = from; i < count; i++, at += 2) {
            into[i] = (byte) (Character.digit(text[at], 16) << 4 | Character.digit(text[at + 1], 16));
        }
    }

    public static byte[] encode(byte[] bytes) {
        byte[] text = new byte[bytes.length * 2 + 2];
        text[0] = '\\';
        text[1] = 'x';
        for (int i = 0; i < bytes.length; i++) {
            text[i * 2 + 2] = DIGITS[bytes[i] >> 4 & 15];
            text[i * 2 + 3] = DIGITS[bytes[i] & 15];
        }
        return text;
    }
}
