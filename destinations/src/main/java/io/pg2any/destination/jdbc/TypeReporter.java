package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TypeReport;
import io.pg2any.error.CdcException;

/** Says what a dialect makes of tables' types, and what those that exist hold. Writes nothing. */
final class TypeReporter {

    private final Dialect dialect;
    private final TablePreparation preparation;

    TypeReporter(Dialect dialect, boolean createTables) {
        this.dialect = dialect;
        this.preparation = new TablePreparation(dialect, createTables);
    }

    List<TypeReport> report(Connection connection, List<TableSchema> tables) throws SQLException {
        List<TypeReport> reports = new ArrayList<>();
        for (TableSchema table : tables) {
            Optional<CatalogTable> existing = dialect.catalog().find(connection, table.target());
            reports.add(new TypeReport(table, existing.isPresent(), columns(table, existing), problem(connection, table, existing)));
        }
        return reports;
    }

    private String problem(Connection connection, TableSchema table, Optional<CatalogTable> existing) throws SQLException {
        try {
            preparation.check(connection, table, existing);
            return "";
        } catch (CdcException e) {
            return e.explain();
        }
    }

    private List<TypeReport.Column> columns(TableSchema table, Optional<CatalogTable> existing) throws SQLException {
        List<TargetType> made = dialect.types().create(table);
        List<TypeReport.Column> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSchema source = table.columns().get(i);
            TargetType own = made.get(i);
            columns.add(existing.isEmpty()
                    ? column(source, own.sql(), own.loss())
                    : there(source, own, existing.get(), table.isKey(i) || table.primaryKey().contains(i)));
        }
        return columns;
    }

    private TypeReport.Column there(ColumnSchema source, TargetType own, CatalogTable existing, boolean inKey) throws SQLException {
        Optional<CatalogColumn> match = existing.columns().stream()
                .filter(column -> dialect.identifiers().sameColumn(column.name(), source.name())).findFirst();
        if (match.isEmpty()) {
            return column(source, "", "the target's table does not have it");
        }
        String declared = match.get().declared();
        String loss = switch (dialect.types().fit(source, match.get(), inKey)) {
            case TypeTable.Fit.Unfit _ -> "it does not hold every value, and is refused";
            case TypeTable.Fit.Fits _ when bare(declared).equals(bare(own.sql())) -> own.loss();
            case TypeTable.Fit.Fits _ -> own.loss().isEmpty() ? "" : "each value is looked at: one that it does not hold is an error";
        };
        return column(source, declared, loss);
    }

    private static TypeReport.Column column(ColumnSchema source, String type, String loss) {
        return new TypeReport.Column(source.name(), source.type().sqlName(), type, loss);
    }

    private static String bare(String type) {
        return type.replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
