package io.pg2any.destination;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.duckdb.DuckDbProvider;

/** Nothing holds the file open between two looks at it: a process that writes to it has it for itself. */
final class DuckDbStreamTest implements StreamContract {

    @TempDir
    private Path folder;

    @Override
    public TestTarget fresh() {
        return new DatabaseFile(folder.resolve("target.duckdb"));
    }

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }

    private record DatabaseFile(Path file) implements TestTarget {

        @Override
        public DestinationProvider provider() {
            return new DuckDbProvider();
        }

        @Override
        public String url() {
            return "duckdb://" + file;
        }

        @Override
        public List<List<Object>> rows(String table, List<SourceColumn> columns) {
            try {
                Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET TimeZone = 'UTC'");
                }
                try (TestDatabase opened = new TestDatabase(provider(), url(), connection, '"', Reading.DUCKDB)) {
                    return opened.rows(table, columns);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {}
    }
}
