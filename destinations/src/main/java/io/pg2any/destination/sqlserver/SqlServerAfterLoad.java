package io.pg2any.destination.sqlserver;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.jdbc.AfterLoad;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/**
 * SQL Server's indexes, and foreign keys that are there but do not act: nothing can put their checks off to the end of a
 * transaction, and the source has checked them.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/create-index-transact-sql">Microsoft, CREATE INDEX</a>
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql">Microsoft, ALTER TABLE: NOCHECK CONSTRAINT</a>
 */
final class SqlServerAfterLoad implements AfterLoad {

    private static final int KEY_BYTES = 1700;
    private static final int LARGEST_FIXED = 17;
    private static final int MOST_COLUMNS = 32;
    private static final int INDEX_EXISTS = 1913;

    private final Identifiers identifiers;

    SqlServerAfterLoad(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** None where a value could be longer than an index takes: the row would be refused. */
    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        List<TargetColumn> columns = index.columns().stream().flatMap(name -> column(table, name).stream()).toList();
        long bytes = columns.stream().map(TargetColumn::existing).mapToLong(SqlServerAfterLoad::bytes).sum();
        if (columns.isEmpty() || columns.size() < index.columns().size() || columns.size() > MOST_COLUMNS || bytes > KEY_BYTES) {
            return Optional.empty();
        }
        return Optional.of("CREATE INDEX " + identifiers.quote(index.name()) + " ON " + table.quoted() + " ("
                + columns.stream().map(TargetColumn::quoted).collect(Collectors.joining(", ")) + ")");
    }

    private static Optional<TargetColumn> column(TargetTable table, String name) {
        return table.columns().stream().filter(column -> column.source().name().equals(name)).findFirst();
    }

    private static long bytes(CatalogColumn column) {
        return switch (column.type()) {
            case "nvarchar", "nchar" -> column.length() > KEY_BYTES ? Integer.MAX_VALUE : 2 * column.length();
            case "varchar", "char", "varbinary", "binary" -> Math.min(Integer.MAX_VALUE, column.length());
            default -> LARGEST_FIXED;
        };
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        String name = identifiers.quote(key.name());
        return Optional.of("IF NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE name = " + SqlServerSyntax.literal(key.name())
                + " AND parent_object_id = OBJECT_ID(" + SqlServerSyntax.literal(table.quoted()) + ")) BEGIN ALTER TABLE " + table.quoted()
                + " WITH NOCHECK ADD CONSTRAINT " + name + " FOREIGN KEY (" + names(key.columns()) + ") REFERENCES " + quotedReferenced + " ("
                + names(key.referenced()) + "); ALTER TABLE " + table.quoted() + " NOCHECK CONSTRAINT " + name + " END");
    }

    private String names(List<String> columns) {
        return columns.stream().map(identifiers::quote).collect(Collectors.joining(", "));
    }

    @Override
    public boolean isThere(SQLException error) {
        return error.getErrorCode() == INDEX_EXISTS;
    }
}
