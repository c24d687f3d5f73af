package io.pg2any.destination.oracle;

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
 * Oracle's indexes, and foreign keys that are there but do not act: the source has checked them, and one that acts would see the rows of a
 * batch in another order than the source wrote them.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/CREATE-INDEX.html">Oracle, SQL Language Reference: CREATE
 *     INDEX</a>
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/constraint.html">Oracle, SQL Language Reference:
 *     constraint, DISABLE NOVALIDATE</a>
 */
record OracleAfterLoad(Identifiers identifiers) implements AfterLoad {

    /** Of an index in blocks of 8 KiB, which has 6,398. */
    private static final int KEY_BYTES = 6300;
    private static final int LARGEST_FIXED = 22;
    private static final int MOST_COLUMNS = 32;
    private static final int MOST_BYTES_A_CHARACTER = 4;
    private static final int MOST_TEXT_BYTES = 4000;

    /** None on large objects, or where a value could be longer than an index takes: the row would be refused. */
    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        List<TargetColumn> columns = index.columns().stream().flatMap(name -> column(table, name).stream()).toList();
        long bytes = columns.stream().map(TargetColumn::existing).mapToLong(OracleAfterLoad::bytes).sum();
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
        long bytes = switch (column.type()) {
            case "clob", "blob" -> Integer.MAX_VALUE;
            case "raw" -> column.length();
            case "varchar2", "char", "nvarchar2", "nchar" ->
                OracleCatalog.countsBytes(column) ? column.length() : Math.min(MOST_BYTES_A_CHARACTER * column.length(), Math.max(MOST_TEXT_BYTES, column.length()));
            default -> LARGEST_FIXED;
        };
        return bytes + 1;
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        return Optional.of("ALTER TABLE " + table.quoted() + " ADD CONSTRAINT " + identifiers.quote(key.name()) + " FOREIGN KEY (" + names(key.columns())
                + ") REFERENCES " + quotedReferenced + " (" + names(key.referenced()) + ") DISABLE NOVALIDATE");
    }

    private String names(List<String> columns) {
        return columns.stream().map(identifiers::quote).collect(Collectors.joining(", "));
    }

    @Override
    public String reason(String product) {
        return product + " indexes no large objects, and no values of more than " + KEY_BYTES + " bytes";
    }

    /** An object or a constraint of the name, an index on the columns, or the same foreign key. */
    @Override
    public boolean isThere(SQLException error) {
        return List.of(955, 1408, 2264, 2275).contains(error.getErrorCode());
    }
}
