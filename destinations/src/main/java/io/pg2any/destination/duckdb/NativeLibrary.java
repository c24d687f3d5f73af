package io.pg2any.destination.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.duckdb.DuckDBDriver;

/**
 * The driver unpacks its native library, some 70 MB, into the folder for temporary files at every start, and removes it when the JVM
 * ends as it should. Linux needs the file no more once it is loaded: removed then, nothing is left behind by a process that is killed.
 */
final class NativeLibrary {

    private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
    private static final String UNPACKED = "/libduckdb_java";
    private static final AtomicBoolean REMOVED = new AtomicBoolean();

    private NativeLibrary() {}

    /** A connection to the database in the file; connections of one JVM to one file share the database. */
    static Connection connect(Path file) throws SQLException {
        Connection connection = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties()), "not the driver of this URL");
        if (REMOVED.compareAndSet(false, true)) {
            removeUnpacked();
        }
        return connection;
    }

    private static void removeUnpacked() {
        if (!Files.isReadable(MAPPED_FILES)) {
            return;
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
            for (String path : lines.filter(line -> line.contains(UNPACKED)).map(line -> line.substring(line.indexOf('/'))).distinct().toList()) {
                if (Path.of(path).startsWith(temporary)) {
                    Files.deleteIfExists(Path.of(path));
                }
            }
        } catch (IOException e) {
            return; // it is removed when the JVM ends
        }
    }
}
