package io.pg2any.destination.sqlserver;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The characters that a VARCHAR column can hold, by its collation.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/functions/collation-functions-collationproperty-transact-sql">Microsoft,
 *     COLLATIONPROPERTY</a>
 */
final class CodePages {

    private static final int UTF_8 = 65001;

    private final Connection connection;
    private final Map<String, Optional<Charset>> known = new HashMap<>();

    CodePages(Connection connection) {
        this.connection = connection;
    }

    /** Empty if Java does not know it. */
    Optional<Charset> of(String collation) throws SQLException {
        Optional<Charset> charset = known.get(collation);
        if (charset == null) {
            charset = charset(codePage(collation));
            known.put(collation, charset);
        }
        return charset;
    }

    private int codePage(String collation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT CONVERT(int, COLLATIONPROPERTY(?, 'CodePage'))")) {
            select.setString(1, collation);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private static Optional<Charset> charset(int codePage) {
        if (codePage == UTF_8) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        for (String name : new String[] {"windows-" + codePage, "x-windows-" + codePage, "IBM" + codePage, "MS" + codePage}) {
            if (Charset.isSupported(name)) {
                return Optional.of(Charset.forName(name));
            }
        }
        return Optional.empty();
    }
}
