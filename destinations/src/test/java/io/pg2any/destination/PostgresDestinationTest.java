package io.pg2any.destination;

final class PostgresDestinationTest implements CheckpointContract, PreparationContract, StepContract, ChangeContract, StreamContract {

    @Override
    public TestDatabase fresh() {
        return PostgresDatabases.fresh();
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }
}
