package io.pg2any.app.verify;

/**
 * The form of arrays: each element in its own form, whether it is in quotes or not.
 *
 * @param element the form of an element
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL manual, Array Input and Output Syntax</a>
 */
record CanonicalArray(CanonicalForm element) implements CanonicalForm {

    @Override
    public void append(byte[] a, int from, int length, Bytes out) {
        int end = from + length;
        int at = from;
        while (at < end && a[at] != '{') { // bounds, where they do not begin at 1
            out.add(a[at++]);
        }
        Bytes unquoted = new Bytes();
        for (int next = at; next < end;) {
            switch (a[next]) {
                case '{', '}' -> out.add(a[next++]);
                case ',' -> next++;
                case '"' -> next = quoted(a, next + 1, end, unquoted, out);
                default -> next = bare(a, next, end, out);
            }
        }
    }

    private int quoted(byte[] a, int from, int end, Bytes unquoted, Bytes out) {
        unquoted.clear();
        int at = from;
        while (at < end && a[at] != '"') {
            at += a[at] == '\\' ? 1 : 0;
            if (at < end) {
                unquoted.add(a[at++]);
            }
        }
        element(unquoted.array(), 0, unquoted.length(), out);
        return at + 1;
    }

    private int bare(byte[] a, int from, int end, Bytes out) {
        int at = from;
        while (at < end && a[at] != ',' && a[at] != '}') {
            at++;
        }
        if (at - from == 4 && a[from] == 'N' && a[from + 1] == 'U' && a[from + 2] == 'L' && a[from + 3] == 'L') {
            out.add('n');
        } else {
            element(a, from, at - from, out);
        }
        return at;
    }

    private void element(byte[] a, int from, int length, Bytes out) {
        out.add('e');
        int begin = out.beginPart();
        element.append(a, from, length, out);
        out.endPart(begin);
    }
}
