package io.pg2any.destination;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.duckdb.DuckDbProvider;

final class DuckDbDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract {

    @TempDir
    private Path folder;

    private int files;

    @Override
    public TestDatabase fresh() throws Exception {
        Path file = folder.resolve("target" + files++ + ".duckdb");
        Connection plain = DriverManager.getConnection("jdbc:duckdb:" + file);
        try (Statement statement = plain.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
        return new TestDatabase(new DuckDbProvider(), "duckdb://" + file, plain, '"', Reading.DUCKDB);
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }
}
