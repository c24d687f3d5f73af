package io.pg2any.event;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern of table names: {@code schema.table} with {@code *} and {@code ?}; one without a dot is of tables of {@code public}.
 *
 * @param text as the user wrote it
 */
public record TablePattern(String text, Pattern schema, Pattern table) implements Predicate<TableId> {

    public static TablePattern of(String text) {
        int dot = text.indexOf('.');
        return new TablePattern(text, glob(dot < 0 ? "public" : text.substring(0, dot)), glob(text.substring(dot + 1)));
    }

    /** Whether it can only be one name. */
    public boolean isExact() {
        return isExact(text);
    }

    @Override
    public boolean test(TableId id) {
        return schema.matcher(id.schema()).matches() && table.matcher(id.table()).matches();
    }

    /** Whether a pattern holds neither {@code *} nor {@code ?}. */
    public static boolean isExact(String text) {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    /** The expression that stands for a pattern with {@code *} for any text and {@code ?} for any character. */
    public static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
