package io.pg2any.app.config;

import java.util.regex.Pattern;

/** Settings with their secrets taken out, for printing. */
public final class Masked {

    private static final String STARS = "***";
    /** Up to the last @: a password that was not encoded may hold one itself. */
    private static final Pattern USER_INFO = Pattern.compile("(://[^:/?#@]*:)(?:[^?#]*)@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:^|[?&;\\s])[\\w ]*(?:password|pwd|secret|token)\\s*=)(?:\\{[^}]*}|\"[^\"]*\"|'[^']*'|[^&;\\s]*)");
    private static final Pattern ORACLE_LOGIN = Pattern.compile("(?i)(jdbc:oracle:thin:[^/@]+/)[^@]+@");

    private Masked() {}

    /** The value of {@code option} without what must not be seen. */
    public static String value(Option option, String text) {
        String key = option.key();
        if (key.contains("password") || key.contains("secret") || key.contains("token") || key.contains("salt")) {
            return text.isEmpty() ? "" : STARS;
        }
        return option == Option.SOURCE || option == Option.DESTINATION ? connectionString(text) : text;
    }

    static String connectionString(String text) {
        if (Place.isUnclear(text)) {
            return Place.of(text);
        }
        String url = USER_INFO.matcher(text).replaceAll("$1" + STARS + "@");
        return PARAMETER.matcher(ORACLE_LOGIN.matcher(url).replaceAll("$1" + STARS + "@")).replaceAll("$1" + STARS);
    }
}
