package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pg2any.error.CdcException;

/**
 * What the server turned out to be.
 *
 * @param mariaDb otherwise MySQL
 * @param maxAllowedPacket bytes of the largest statement it takes
 * @param namesFold whether table names that differ by case alone are the same name
 * @param keyBytes bytes that an index entry can have
 * @param durable whether a commit is on disk when it is acknowledged
 * @param loadsLocal whether it takes LOAD DATA LOCAL, and tells of the rows that it skips or changes there
 */
record ServerFacts(boolean mariaDb, long maxAllowedPacket, boolean namesFold, int keyBytes, boolean durable, boolean loadsLocal) {

    /** The oldest versions that compare text exactly, trailing blanks included, and whose upserts can name the new row. */
    private static final String OLDEST = "MySQL 8.0.19 and MariaDB 10.6";
    private static final int LARGEST_KEY = 3072;
    private static final int PAGE_OF_LARGEST_KEY = 16384;

    static ServerFacts read(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW VARIABLES WHERE Variable_name IN ('version', 'max_allowed_packet',"
                        + " 'lower_case_table_names', 'innodb_page_size', 'innodb_flush_log_at_trx_commit', 'local_infile', 'max_error_count')")) {
            while (row.next()) {
                variables.put(row.getString(1), row.getString(2));
            }
        }
        String version = variables.getOrDefault("version", "");
        boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        requireVersion(mariaDb, version);
        int page = Integer.parseInt(variables.getOrDefault("innodb_page_size", "16384"));
        return new ServerFacts(mariaDb,
                Long.parseLong(variables.getOrDefault("max_allowed_packet", "1048576")),
                !variables.getOrDefault("lower_case_table_names", "0").equals("0"),
                Math.min(LARGEST_KEY, (int) ((long) LARGEST_KEY * page / PAGE_OF_LARGEST_KEY)),
                List.of("1", "3").contains(variables.getOrDefault("innodb_flush_log_at_trx_commit", "1")),
                variables.getOrDefault("local_infile", "OFF").equalsIgnoreCase("ON") && !variables.getOrDefault("max_error_count", "0").equals("0"));
    }

    private static void requireVersion(boolean mariaDb, String version) {
        String[] numbers = version.split("[^0-9]+", -1);
        int major = number(numbers, 0);
        int minor = number(numbers, 1);
        int patch = number(numbers, 2);
        boolean tooOld = mariaDb
                ? major < 10 || major == 10 && minor < 6
                : major < 8 || major == 8 && minor == 0 && patch < 19;
        if (tooOld) {
            throw CdcException.configuration("target-version", "The destination is " + (mariaDb ? "MariaDB " : "MySQL ") + version
                    + "; pg2any needs " + OLDEST + " or newer.", "Upgrade the server.");
        }
    }

    private static int number(String[] numbers, int i) {
        return i < numbers.length && !numbers[i].isEmpty() ? Integer.parseInt(numbers[i]) : 0;
    }

    String product() {
        return mariaDb ? "MariaDB" : "MySQL";
    }

    /** The collation that takes two texts for equal only if they are the same, blanks at the end included. */
    String exactCollation() {
        return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }
}
