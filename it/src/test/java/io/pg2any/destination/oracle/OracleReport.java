package io.pg2any.destination.oracle;

import java.util.List;
import java.util.stream.IntStream;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TypeReport;
import io.pg2any.destination.jdbc.TargetType;

/** What Oracle's type table says of a table that is missing, without a database. */
public final class OracleReport {

    private OracleReport() {}

    public static TypeReport of(TableSchema table) {
        List<TargetType> types = new OracleTypes(CharacterSet.UNICODE).create(table);
        List<TypeReport.Column> columns = IntStream.range(0, types.size()).mapToObj(i -> new TypeReport.Column(table.columns().get(i).name(),
                table.columns().get(i).type().sqlName(), types.get(i).sql(), types.get(i).loss())).toList();
        return new TypeReport(table, false, columns, "");
    }
}
