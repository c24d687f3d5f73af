package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.pg2any.destination.Reading;
import io.pg2any.destination.servers.OracleSchema;

/**
 * A user, and so a schema, of its own in the Oracle Database that the environment names. Its statements are those of 23ai, which knows
 * INSERT of several rows and BOOLEAN.
 */
final class OracleTarget implements Target {

    private final OracleSchema schema = new OracleSchema();
    private final List<String> others = new ArrayList<>();

    @Override
    public TargetKind kind() {
        return TargetKind.ORACLE;
    }

    @Override
    public String url() {
        return schema.url();
    }

    @Override
    public String url(int port) {
        return schema.url("127.0.0.1", port);
    }

    @Override
    public String host() {
        return schema.host();
    }

    @Override
    public int port() {
        return schema.port();
    }

    @Override
    public Connection connect() {
        try {
            return schema.connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run(String... statements) {
        Target.super.run(Arrays.stream(statements).map(sql -> sql.replace("bigint", "number(19)")).toArray(String[]::new));
    }

    @Override
    public String nameOf(String schemaName, String table) {
        return schemaName.equals("public") ? quote(table) : quote(schemaName) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return OracleSchema.quote(identifier);
    }

    /** Large objects are equal to nothing. */
    @Override
    public String comparable(String quotedColumn) {
        return "TO_CHAR(" + quotedColumn + ")";
    }

    @Override
    public Reading reading() {
        return Reading.ORACLE;
    }

    @Override
    public void expectSchemas(List<String> names) {
        others.addAll(names);
    }

    @Override
    public void close() {
        others.forEach(OracleSchema::drop);
        schema.close();
    }
}
