package io.pg2any.destination.postgres;

import java.util.OptionalInt;

import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.type.PgType;

/**
 * The types whose binary form is the same in every server: not those that hold OIDs of users' types, not xml, which tells its
 * encoding, and not interval, whose infinities an older server would take for numbers.
 */
final class PortableTypes {

    private PortableTypes() {}

    /** Whether the column has exactly the source's type, and that is portable: its values may be passed on in binary form. */
    static boolean isPortable(TargetColumn column) {
        PgType type = column.source().type();
        return type.sqlName().equals(column.existing().declared()) && oid(type).isPresent();
    }

    /** The OID of a portable type, as every server has it. */
    static OptionalInt oid(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> oid(simple);
            case PgType.Numeric _ -> OptionalInt.of(1700);
            case PgType.Char _ -> OptionalInt.of(1042);
            case PgType.Varchar _ -> OptionalInt.of(1043);
            case PgType.Text text -> text.sqlName().equals("text") ? OptionalInt.of(25) : OptionalInt.empty();
            case PgType.Time time -> OptionalInt.of(time.withZone() ? 1266 : 1083);
            case PgType.Timestamp timestamp -> OptionalInt.of(timestamp.withZone() ? 1184 : 1114);
            case PgType.Bits bits -> OptionalInt.of(bits.varying() ? 1562 : 1560);
            case PgType.Interval _, PgType.Enumeration _, PgType.Array _, PgType.Domain _, PgType.Other _ -> OptionalInt.empty();
        };
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
