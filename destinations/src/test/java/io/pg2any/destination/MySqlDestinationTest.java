package io.pg2any.destination;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = MySqlDatabases.MYSQL_URL, matches = "mysql://.+",
        disabledReason = "SKIPPED: no MySQL server; set " + MySqlDatabases.MYSQL_URL + " to mysql://user:password@host:port/database")
final class MySqlDestinationTest implements CheckpointContract, PreparationContract, StepContract, MySqlTypesContract, MySqlSessionContract {

    @Override
    public TestDatabase fresh() {
        return MySqlDatabases.onMySql();
    }

    @Override
    public String inSchema(String schema, String table) {
        return schema + "." + table;
    }
}
