package io.pg2any.destination.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.FileUrl;
import io.pg2any.error.CdcException;

/**
 * The file that a URL names.
 *
 * @param synchronous SQLite's setting of that name. FULL by default: after a commit the source forgets the log before it,
 *     so a commit must survive a power failure too
 * @param patience how long to wait for a lock of another process
 */
record SqliteFile(Path path, String synchronous, Duration patience) {

    private static final String SCHEME = "sqlite";

    static boolean accepts(String url) {
        return FileUrl.accepts(SCHEME, url);
    }

    static SqliteFile parse(DestinationSettings settings) {
        FileUrl url = FileUrl.parse(SCHEME, "db", settings.url());
        return new SqliteFile(url.path(), synchronous(url.query()), settings.connectTimeout());
    }

    private static String synchronous(String query) {
        return switch (query.toLowerCase(Locale.ROOT)) {
            case "", "synchronous=full" -> "FULL";
            case "synchronous=normal" -> "NORMAL";
            case "synchronous=off" -> "OFF";
            default -> throw CdcException.configuration("destination-url", "The destination's URL has an option that SQLite files do not have.",
                    "The one option is synchronous=full, normal or off.");
        };
    }
}
