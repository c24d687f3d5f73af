package io.pg2any.projection;

import java.util.regex.Pattern;

/** Types that users declare for columns of the target: words, and numbers in parentheses, so that nothing else gets into SQL. */
final class DeclaredType {

    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z][A-Za-z0-9_]*( [A-Za-z][A-Za-z0-9_]*){0,3}( ?\\( ?([0-9]{1,9}|max|MAX)( ?, ?-?[0-9]{1,9})? ?\\)( [A-Za-z][A-Za-z0-9_]*){0,3})?");
    private static final int LONGEST = 100;

    private DeclaredType() {}

    /** @throws IllegalArgumentException with a clause that says what is wrong */
    static String checked(String text) {
        String type = text.strip();
        if (type.length() > LONGEST || !FORM.matcher(type).matches()) {
            throw new IllegalArgumentException("is not a type such as decimal(38,10), bigint or double precision");
        }
        return type;
    }
}
