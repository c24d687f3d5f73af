package io.pg2any.destination.mysql;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows in the text form that LOAD DATA reads: cells separated by tabs, lines ended by LF, {@code \N} for NULL, and a backslash before
 * what would be taken for one of these.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/load-data.html#load-data-field-line-handling">MySQL, LOAD DATA: Field and Line
 *     Handling</a>
 */
final class LoadText {

    static final String FORMAT = " FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'";

    /** More is not kept from one set of rows to the next. */
    private static final int KEPT = 1 << 24;

    private byte[] text = new byte[1 << 16];
    private int length;

    void clear() {
        length = 0;
        if (text.length > KEPT) {
            text = new byte[KEPT];
        }
    }

    InputStream stream() {
        return new ByteArrayInputStream(text, 0, length);
    }

    void endCell() {
        room(1);
        text[length++] = '\t';
    }

    /** Ends the line instead of the cell that was ended last. */
    void endLine() {
        text[length - 1] = '\n';
    }

    void addNull() {
        room(2);
        text[length++] = '\\';
        text[length++] = 'N';
    }

    /** Adds bytes that hold nothing to be escaped. */
    void addPlain(byte[] bytes, int from, int count) {
        room(count);
        System.arraycopy(bytes, from, text, length, count);
        length += count;
    }

    void addAscii(String plain) {
        byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
        addPlain(bytes, 0, bytes.length);
    }

    void addEscaped(byte[] bytes, int from, int count) {
        room(2L * count);
        for (int i = from; i < from + count; i++) {
            byte c = bytes[i];
            if (c == '\\' || c == '\t' || c == '\n') {
                text[length++] = '\\'; // before a tab and an LF it stands for them; \t and \n would do as well
            }
            text[length++] = c;
        }
    }

    private void room(long more) {
        long needed = length + more;
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.toIntExact(Math.max(needed, 2L * text.length)));
        }
    }
}
