package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in PostgreSQL: the same type wherever the target has it. Types of users and extensions are never made:
 * who wants an enum to be an enum makes the type first.
 *
 * <pre>
 * source                       the target has it    otherwise
 * built-in type                the same type        text (a type younger than the target's version)
 * enum                         the same type        text
 * domain                       the same domain      its base type
 * composite, range, extension  the same type        text
 * array of these               array of the same    array of the base type or of text; text where the element is not an enum or domain
 * </pre>
 *
 * All are lossless but for what {@link TargetType#loss()} says of {@code text}: values are as PostgreSQL prints them, but
 * compared and sorted as text. "The same" is a type of the same name in the same schema, or else one of that name on the
 * session's search path.
 */
final class PostgresTypes implements TypeTable {

    private static final String TEXT = "text";

    private final TypeLookup lookup;

    PostgresTypes(Connection connection) {
        this.lookup = new TypeLookup(connection);
    }

    @Override
    public List<TargetType> create(TableSchema table) throws SQLException {
        List<TargetType> types = new ArrayList<>();
        for (ColumnSchema column : table.columns()) {
            types.add(type(column.type()));
        }
        return types;
    }

    private TargetType type(PgType source) throws SQLException {
        return switch (source) {
            case PgType.Simple simple -> TargetType.lossless(simple.sqlName());
            case PgType.Numeric _, PgType.Char _, PgType.Varchar _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Bits _ ->
                TargetType.lossless(source.sqlName());
            case PgType.Text(String name) -> same(name).orElse(asText(name));
            case PgType.Enumeration(String name, var _) -> same(name).orElse(asText(name));
            case PgType.Other(String name) -> same(name).orElse(asText(name));
            case PgType.Domain(String name, PgType base) -> {
                Optional<TargetType> domain = same(name);
                yield domain.isPresent() ? domain.get() : type(base);
            }
            case PgType.Array array -> arrayType(array);
        };
    }

    private TargetType arrayType(PgType.Array array) throws SQLException {
        if (!PostgresNames.isArray(array.sqlName())) {
            return same(array.sqlName()).orElse(asText(array.sqlName())); // int2vector, oidvector
        }
        TargetType element = type(array.element());
        boolean unknown = element.sql().equals(TEXT) && array.element().withoutDomain() instanceof PgType.Other;
        return unknown ? asText(array.sqlName()) : new TargetType(element.sql() + "[]", element.loss());
    }

    private Optional<TargetType> same(String sqlName) throws SQLException {
        return lookup.find(PostgresNames.withoutModifiers(sqlName))
                .map(found -> TargetType.lossless(found + PostgresNames.modifiers(sqlName)));
    }

    private static TargetType asText(String name) {
        return new TargetType(TEXT, "the target has no type " + name + ": its values are compared and sorted as text");
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) throws SQLException {
        PgType type = source.type().withoutDomain();
        if (inKey && existing.collation() != null) {
            return new Fit.Unfit("is a key column with the collation " + existing.collation() + ", which takes different keys for equal");
        }
        if (type instanceof PgType.Enumeration(var _, List<String> labels) && !PostgresNames.isBuiltIn(existing.type())) {
            List<String> missing = new ArrayList<>(labels);
            missing.removeAll(lookup.labels(existing.type()));
            return missing.isEmpty()
                    ? new Fit.Fits(Encoders.TEXT)
                    : new Fit.Unfit("has the type " + existing.declared() + ", which lacks " + String.join(", ", missing));
        }
        if (TypeFit.holdsShorter(type, existing)) {
            return new Fit.Fits(new LimitedText(Math.toIntExact(existing.length())));
        }
        return TypeFit.holds(type, existing)
                ? new Fit.Fits(Encoders.TEXT)
                : new Fit.Unfit("has the type " + existing.declared() + ", which cannot hold every value of " + type.sqlName() + " unchanged");
    }
}
