package io.pg2any.destination.postgres;

import java.util.Map;
import java.util.OptionalInt;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.type.PgType;

/**
 * The types whose binary form is the same in every server: not those that hold OIDs, not xml, which tells its encoding, and not interval, whose
 * infinities an older server would take for numbers. An enum's value is its label, and citext's its text.
 */
final class PortableTypes {

    private static final int TEXT = 25;
    private static final Map<String, Integer> NETWORK = Map.of("inet", 869, "cidr", 650, "macaddr", 829, "macaddr8", 774);

    private PortableTypes() {}

    /** Whether the column has exactly the source's type, or one of the same form, and that is portable: its values may be passed on in binary form. */
    static boolean isPortable(TargetColumn column) {
        PgType type = column.source().type();
        OptionalInt oid = oid(type);
        CatalogColumn existing = column.existing();
        boolean same = type.sqlName().equals(existing.declared()) || !PostgresNames.isBuiltIn(existing.type()) && type.sqlName().equals(existing.type());
        return oid.isPresent() && (same || oid.getAsInt() == TEXT && existing.declared().equals("text"));
    }

    /** The OID of a portable type, as every server has it; of one that has the form of text, that of text. */
    static OptionalInt oid(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> oid(simple);
            case PgType.Numeric _ -> OptionalInt.of(1700);
            case PgType.Char _ -> OptionalInt.of(1042);
            case PgType.Varchar _ -> OptionalInt.of(1043);
            case PgType.Text(String name) -> name.equals("text") || isCitext(name) ? OptionalInt.of(TEXT) : OptionalInt.empty();
            case PgType.Enumeration _ -> OptionalInt.of(TEXT);
            case PgType.Other(String name) when NETWORK.containsKey(name) -> OptionalInt.of(NETWORK.get(name));
            case PgType.Time time -> OptionalInt.of(time.withZone() ? 1266 : 1083);
            case PgType.Timestamp timestamp -> OptionalInt.of(timestamp.withZone() ? 1184 : 1114);
            case PgType.Bits bits -> OptionalInt.of(bits.varying() ? 1562 : 1560);
            case PgType.Interval _, PgType.Array _, PgType.Domain _, PgType.Other _ -> OptionalInt.empty();
        };
    }

    private static boolean isCitext(String name) {
        return PostgresNames.local(name).equals("citext");
    }

    private static OptionalInt oid(PgType.Simple type) {
        return switch (type) {
            case BOOLEAN -> OptionalInt.of(16);
            case BYTEA -> OptionalInt.of(17);
            case BIGINT -> OptionalInt.of(20);
            case SMALLINT -> OptionalInt.of(21);
            case INTEGER -> OptionalInt.of(23);
            case OID -> OptionalInt.of(26);
            case JSON -> OptionalInt.of(114);
            case REAL -> OptionalInt.of(700);
            case DOUBLE -> OptionalInt.of(701);
            case MONEY -> OptionalInt.of(790);
            case DATE -> OptionalInt.of(1082);
            case UUID -> OptionalInt.of(2950);
            case JSONB -> OptionalInt.of(3802);
            case XML -> OptionalInt.empty();
        };
    }
}
