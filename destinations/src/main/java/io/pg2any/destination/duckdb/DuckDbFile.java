package io.pg2any.destination.duckdb;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import io.pg2any.error.CdcException;

/**
 * The file that a URL names.
 *
 * @param memoryLimit what DuckDB may take beside the Java heap, in its own words. Half a gigabyte is plenty for loading and
 *     merging; the key indexes of very large tables may need more
 * @param threads how many threads DuckDB uses; 0: as many as it likes
 */
record DuckDbFile(Path path, String memoryLimit, int threads) {

    private static final String MEMORY_LIMIT = "512MB";
    private static final String EXAMPLE = "It looks like duckdb:///absolute/path/file.duckdb or duckdb://relative/path/file.duckdb.";
    private static final String JDBC = "jdbc:duckdb:";
    private static final String SCHEME = "duckdb://";

    static boolean accepts(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith(SCHEME) || lower.startsWith(JDBC);
    }

    static DuckDbFile parse(String url) {
        String rest = url.substring(url.regionMatches(true, 0, JDBC, 0, JDBC.length()) ? JDBC.length() : SCHEME.length());
        int question = rest.indexOf('?');
        String file = question < 0 ? rest : rest.substring(0, question);
        if (file.isBlank() || file.startsWith(":")) {
            throw CdcException.configuration("destination-url", "The destination's URL names no file.", EXAMPLE);
        }
        String memoryLimit = MEMORY_LIMIT;
        int threads = 0;
        for (String option : question < 0 ? new String[0] : rest.substring(question + 1).split("&", -1)) {
            String value = option.substring(option.indexOf('=') + 1);
            if (option.startsWith("memory_limit=") && value.matches("[0-9]{1,9}(\\.[0-9]{1,3})?([KMGT]i?B)")) {
                memoryLimit = value;
            } else if (option.startsWith("threads=") && value.matches("[1-9][0-9]{0,2}")) {
                threads = Integer.parseInt(value);
            } else if (!option.isEmpty()) {
                throw CdcException.configuration("destination-url", "The destination's URL has an option that DuckDB files do not have, or a value of one that cannot be.",
                        "The options are memory_limit, such as memory_limit=2GB, and threads, such as threads=4.");
            }
        }
        return new DuckDbFile(existingFolder(file), memoryLimit, threads);
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
}
