package io.pg2any.destination.oracle;

import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The character set of a database's texts. In one that is not Unicode's, what a value has beyond it would become a question mark.
 *
 * @param name as Oracle has it
 * @param charset what Java has for it; ASCII where Java has none
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/nlspg/appendix-A-locale-data.html">Oracle, Globalization Support
 *     Guide: Character Sets</a>
 */
record CharacterSet(String name, Charset charset) {

    static final CharacterSet UNICODE = new CharacterSet("AL32UTF8", StandardCharsets.UTF_8);
    /** The national one, whose columns count units of UTF-16. */
    static final CharacterSet NATIONAL = new CharacterSet("AL16UTF16", StandardCharsets.UTF_16BE);
    static final String QUERY = "SELECT * FROM nls_database_parameters";

    private static final Pattern WINDOWS = Pattern.compile("MSWIN(125\\d|874)$");
    private static final Pattern ISO = Pattern.compile("ISO8859P(\\d{1,2})$");

    static CharacterSet of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                if ("NLS_CHARACTERSET".equals(row.getString("PARAMETER"))) {
                    return of(String.valueOf(row.getString("VALUE")));
                }
            }
            return UNICODE;
        }
    }

    static CharacterSet of(String name) {
        if (name.equals(UNICODE.name())) {
            return UNICODE;
        }
        if (name.equals("UTF8")) {
            return new CharacterSet(name, java(name, "CESU-8"));
        }
        Matcher windows = WINDOWS.matcher(name);
        Matcher iso = ISO.matcher(name);
        Optional<String> known = windows.find() ? Optional.of("windows-" + windows.group(1)) : iso.find() ? Optional.of("ISO-8859-" + iso.group(1)) : Optional.empty();
        return new CharacterSet(name, known.map(charset -> java(name, charset)).orElse(StandardCharsets.US_ASCII));
    }

    private static Charset java(String name, String charset) {
        try {
            return Charset.forName(charset);
        } catch (IllegalArgumentException e) {
            return name.equals("UTF8") ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        }
    }

    boolean isUnicode() {
        return charset.equals(StandardCharsets.UTF_8) || name.equals("UTF8") || equals(NATIONAL);
    }

    boolean holds(String text) {
        return isUnicode() || charset.newEncoder().canEncode(CharBuffer.wrap(text));
    }

    /** Bytes that a text takes. */
    int bytes(String text) {
        return text.getBytes(charset).length;
    }

    /** Characters that a text has by this set's counting. */
    int characters(String text) {
        return charset.equals(StandardCharsets.UTF_8) ? text.codePointCount(0, text.length()) : text.length();
    }
}
