package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.pg2any.destination.jdbc.CopyRoad;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.type.PgType;

/**
 * Passes COPY data on from PostgreSQL to PostgreSQL without looking into them: where every column has exactly the type that it
 * has in the source. In binary format where no column has a type of users or extensions, whose binary form may hold numbers that
 * only their own cluster knows.
 */
final class PassedCopy implements CopyRoad {

    private final Connection connection;
    private final String statement;
    private final boolean binary;
    private @Nullable CopyIn copy;

    private PassedCopy(Connection connection, TargetTable table, boolean binary) {
        this.connection = connection;
        this.binary = binary;
        this.statement = "COPY " + table.quoted() + " (" + PostgresSyntax.names(table.columns()) + ") FROM STDIN"
                + (binary ? " (FORMAT binary)" : "");
    }

    static boolean fits(TargetTable table) {
        return table.columns().stream().allMatch(column -> column.source().type().sqlName().equals(column.existing().declared()));
    }

    static PassedCopy into(Connection connection, TargetTable table) {
        return new PassedCopy(connection, table, table.columns().stream().allMatch(column -> isPortable(column.source().type())));
    }

    private static boolean isPortable(PgType type) {
        return switch (type) {
            case PgType.Simple _, PgType.Numeric _, PgType.Char _, PgType.Varchar _, PgType.Time _, PgType.Timestamp _, PgType.Interval _,
                    PgType.Bits _ -> true;
            case PgType.Text text -> text.sqlName().equals("text");
            case PgType.Enumeration _, PgType.Array _, PgType.Domain _, PgType.Other _ -> false;
        };
    }

    @Override
    public boolean binary() {
        return binary;
    }

    @Override
    public void send(byte[] data) throws SQLException {
        copy().writeToCopy(data, 0, data.length);
    }

    @Override
    public void end() throws SQLException {
        copy().endCopy();
    }

    private CopyIn copy() throws SQLException {
        CopyIn begun = copy;
        if (begun == null) {
            begun = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            copy = begun;
        }
        return begun;
    }

    @Override
    public void close() throws SQLException {
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
