package io.pg2any.destination.duckdb;

import java.nio.file.Path;

import io.pg2any.destination.jdbc.FileUrl;
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
    private static final String SCHEME = "duckdb";

    static boolean accepts(String url) {
        return FileUrl.accepts(SCHEME, url);
    }

    static DuckDbFile parse(String url) {
        FileUrl file = FileUrl.parse(SCHEME, SCHEME, url);
        String memoryLimit = MEMORY_LIMIT;
        int threads = 0;
        for (String option : file.query().split("&", -1)) {
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
        return new DuckDbFile(file.path(), memoryLimit, threads);
    }
}
