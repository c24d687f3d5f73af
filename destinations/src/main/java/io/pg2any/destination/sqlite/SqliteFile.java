package io.pg2any.destination.sqlite;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.error.CdcException;

/**
 * The file that a URL names.
 *
 * @param synchronous SQLite's setting of that name. FULL by default: after a commit the source forgets the log before it,
 *     so a commit must survive a power failure too
 * @param patience how long to wait for a lock of another process
 */
record SqliteFile(Path path, String synchronous, Duration patience) {

    private static final String EXAMPLE = "It looks like sqlite:///absolute/path/file.db or sqlite://relative/path/file.db.";

    static boolean accepts(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("sqlite://") || lower.startsWith("jdbc:sqlite:");
    }

    static SqliteFile parse(DestinationSettings settings) {
        String url = settings.url();
        String rest = url.substring(url.regionMatches(true, 0, "jdbc:sqlite:", 0, 12) ? 12 : 9);
        int question = rest.indexOf('?');
        String file = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (file.isBlank() || file.startsWith(":")) {
            throw CdcException.configuration("destination-url", "The destination's URL names no file.", EXAMPLE);
        }
        return new SqliteFile(existingFolder(file), synchronous(query), settings.connectTimeout());
    }

    private static Path existingFolder(String file) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw CdcException.configuration("destination-url", "The folder of the destination's file, " + folder + ", does not exist.",
                        "Make the folder, or correct the path.");
            }
            return path;
        } catch (InvalidPathException e) {
            throw CdcException.configuration("destination-url", "The destination's URL names no file that can exist.", EXAMPLE);
        }
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
