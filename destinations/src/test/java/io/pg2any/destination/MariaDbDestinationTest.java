package io.pg2any.destination;

final class MariaDbDestinationTest implements CheckpointContract, PreparationContract, StepContract, MySqlTypesContract {

    @Override
    public TestDatabase fresh() {
        return MySqlDatabases.onMariaDb();
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }
}
