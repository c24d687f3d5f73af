package io.pg2any.app.config;

import java.util.Locale;

/** What may be shown of a connection string: scheme, host and database, and nothing that could be a secret. */
public final class Place {

    private static final String HIDDEN = "…";

    private Place() {}

    /** {@code postgresql://db.example:5432/shop}; of forms that are not understood only so much as cannot be a secret. */
    public static String of(String url) {
        String text = url.strip();
        int start = text.indexOf("://");
        if (start < 0) {
            return text.regionMatches(true, 0, "jdbc:", 0, 5) ? "jdbc:" + HIDDEN : HIDDEN;
        }
        String scheme = text.substring(0, start).toLowerCase(Locale.ROOT);
        if (!scheme.matches("[a-z0-9:+.-]{1,40}")) {
            return HIDDEN;
        }
        String rest = text.substring(start + 3);
        int options = first(rest, '?', ';');
        int at = rest.lastIndexOf('@');
        if (isUnclear(text)) {
            return scheme + "://" + HIDDEN;
        }
        return scheme + "://" + rest.substring(at + 1, options < 0 ? rest.length() : options);
    }

    /** Whether a password could stand where other parts are expected: one that was not encoded, or no form that is known. */
    static boolean isUnclear(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return !url.contains("=") && !url.contains("jdbc:");
        }
        String rest = url.substring(start + 3);
        int options = first(rest, '?', ';');
        return options >= 0 && rest.lastIndexOf('@') > options;
    }

    private static int first(String text, char one, char other) {
        int a = text.indexOf(one);
        int b = text.indexOf(other);
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }
}
