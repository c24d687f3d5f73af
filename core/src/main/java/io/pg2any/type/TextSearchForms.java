package io.pg2any.type;

/**
 * Text search types.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-textsearch.html">PostgreSQL manual, Text Search Types</a>
 */
final class TextSearchForms {

    private static final int VALUE = 1;
    private static final int OPERATOR = 2;

    private static final int NOT = 1;
    private static final int AND = 2;
    private static final int OR = 3;
    private static final int PHRASE = 4;

    /** How tightly each operator binds, by its number. */
    private static final int[] PRIORITY = {0, 4, 2, 1, 3};

    private TextSearchForms() {}

    /** Int32 number of lexemes, each: String, Int16 number of positions, Int16 each (the upper two bits: weight D to A). */
    static void vector(ValueReader in, TextWriter out) {
        int count = in.count(3);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(' ');
            }
            lexeme(in, out);
            int positions = in.int16() & 0xffff;
            for (int j = 0; j < positions; j++) {
                int position = in.int16() & 0xffff;
                out.put(j == 0 ? ':' : ',').number(position & 0x3fff);
                if (position >> 14 != 0) {
                    out.put('D' - (position >> 14));
                }
            }
        }
    }

    /** Int32 number of items, then the items in Polish notation, the right operand before the left one. */
    static void query(ValueReader in, TextWriter out) {
        if (in.int32() > 0) {
            item(in, out, -1, false);
        }
    }

    /** Int8 1 (value), Int8 weights, Int8 whether prefix, String; or Int8 2 (operator), Int8 which, Int16 distance if phrase. */
    private static void item(ValueReader in, TextWriter out, int outerPriority, boolean rightOfPhrase) {
        switch (in.int8()) {
            case VALUE -> value(in, out);
            case OPERATOR -> operator(in, out, outerPriority, rightOfPhrase);
            default -> throw in.error("an unknown item of a query");
        }
    }

    private static void value(ValueReader in, TextWriter out) {
        int weights = in.int8();
        boolean prefix = in.int8() != 0;
        lexeme(in, out);
        if (weights != 0 || prefix) {
            out.put(':');
        }
        if (prefix) {
            out.put('*');
        }
        for (int bit = 3; bit >= 0; bit--) {
            if ((weights & 1 << bit) != 0) {
                out.put('D' - bit);
            }
        }
    }

    private static void operator(ValueReader in, TextWriter out, int outerPriority, boolean rightOfPhrase) {
        int operator = in.int8();
        if (operator < NOT || operator > PHRASE) {
            throw in.error("the operator " + operator);
        }
        int distance = operator == PHRASE ? in.int16() : 0;
        int priority = PRIORITY[operator];
        boolean parentheses = priority < outerPriority || operator == PHRASE && rightOfPhrase;
        if (parentheses) {
            out.ascii("( ");
        }
        if (operator == NOT) {
            item(in, out.put('!'), priority, false);
        } else {
            int mark = out.size();
            item(in, out, priority, operator == PHRASE);
            byte[] right = out.cut(mark);
            item(in, out, priority, false);
            switch (operator) {
                case AND -> out.ascii(" & ");
                case OR -> out.ascii(" | ");
                default -> out.ascii(distance == 1 ? " <-> " : " <" + distance + "> ");
            }
            out.bytes(right);
        }
        if (parentheses) {
            out.ascii(" )");
        }
    }

    /** Text that a zero byte ends, in quotes, with quotes and backslashes doubled. */
    private static void lexeme(ValueReader in, TextWriter out) {
        out.put('\'');
        for (int c = in.int8(); c != 0; c = in.int8()) {
            if (c == '\'' || c == '\\') {
                out.put(c);
            }
            out.put(c);
        }
        out.put('\'');
    }
}
