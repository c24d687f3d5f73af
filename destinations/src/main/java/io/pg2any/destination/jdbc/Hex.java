package io.pg2any.destination.jdbc;

/** PostgreSQL's hex form of bytea: {@code \x} and two digits a byte. */
final class Hex {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Hex() {}

    static byte[] decode(byte[] text, int from, int length) {
        if (length < 2 || text[from] != '\\' || text[from + 1] != 'x' || length % 2 != 0) {
            throw new UnfitValue("a bytea that is not in hex form");
        }
        byte[] bytes = new byte[length / 2 - 1];
        for (int i = 0, at = from + 2; i < bytes.length; i++, at += 2) {
            bytes[i] = (byte) (Character.digit(text[at], 16) << 4 | Character.digit(text[at + 1], 16));
        }
        return bytes;
    }

    static byte[] encode(byte[] bytes) {
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
