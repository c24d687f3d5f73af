package io.pg2any.destination;

import java.nio.file.Path;
import java.sql.DriverManager;

import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.sqlite.SqliteProvider;

// An excerpt of docs/custom-destination.md begins: kit for databases
final class SqliteDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract {

    @TempDir
    private Path folder;

    @Override
    public TestDatabase fresh() throws Exception {
        Path file = folder.resolve("target.db");
        return new TestDatabase(new SqliteProvider(), "sqlite://" + file, DriverManager.getConnection("jdbc:sqlite:" + file), '"', Reading.OBJECTS);
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "_" + table;
    }
    // An excerpt of docs/custom-destination.md ends: kit for databases

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }
}
