package io.pg2any.destination;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.sqlite.SqliteProvider;

final class SqliteDestinationTest implements CheckpointContract, PreparationContract, StepContract {

    @TempDir
    private Path folder;

    private int files;

    @Override
    public TestDatabase fresh() throws Exception {
        Path file = folder.resolve("target" + files++ + ".db");
        Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file);
        return new TestDatabase(new SqliteProvider(), "sqlite://" + file, plain, '"');
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "_" + table;
    }
}
