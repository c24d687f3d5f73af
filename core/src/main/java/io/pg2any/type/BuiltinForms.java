package io.pg2any.type;

import org.jspecify.annotations.Nullable;

/** The binary forms of the built-in types by OID ({@code pg_type.dat}). */
final class BuiltinForms {

    private final ContainerForms containers;

    BuiltinForms(ContainerForms containers) {
        this.containers = containers;
    }

    /** The form of the type; null if it is not built in, or has a text that its binary form does not tell ({@code regclass}). */
    @Nullable BinaryForm form(int oid) {
        BinaryForm form = scalar(oid);
        if (form == null) {
            form = special(oid);
        }
        return form == null ? container(oid) : form;
    }

    private static @Nullable BinaryForm scalar(int oid) {
        return switch (oid) {
            case 16 -> NumberForms::bool;
            case 17 -> StringForms::bytea;
            case 18 -> StringForms::oneChar;
            case 20 -> NumberForms::int64;
            case 21 -> NumberForms::int16;
            case 23 -> NumberForms::int32;
            // name, text, json, xml, pg_node_tree, unknown, bpchar, varchar, refcursor, cstring
            case 19, 25, 114, 142, 194, 705, 1042, 1043, 1790, 2275 -> StringForms::text;
            case 700 -> NumberForms::float4;
            case 701 -> NumberForms::float8;
            case 790 -> NumberForms::money;
            case 1082 -> TimeForms::date;
            case 1083 -> TimeForms::time;
            case 1114 -> TimeForms::timestamp;
            case 1184 -> TimeForms::timestampWithZone;
            case 1186 -> TimeForms::interval;
            case 1266 -> TimeForms::timeWithZone;
            case 1560, 1562 -> StringForms::bits;
            case 1700 -> NumberForms::numeric;
            case 2950 -> StringForms::uuid;
            case 3802, 4072 -> StringForms::versionedText; // jsonb, jsonpath
            default -> null;
        };
    }

    private static @Nullable BinaryForm special(int oid) {
        return switch (oid) {
            case 22, 30 -> SystemForms::vector; // int2vector, oidvector
            case 26, 28, 29 -> NumberForms::unsigned32; // oid, xid, cid
            case 27 -> SystemForms::tid;
            case 600 -> GeometryForms::point;
            case 601 -> GeometryForms::segment;
            case 602 -> GeometryForms::path;
            case 603 -> GeometryForms::box;
            case 604 -> GeometryForms::polygon;
            case 628 -> GeometryForms::line;
            case 650, 869 -> NetworkForms::inet; // cidr, inet
            case 718 -> GeometryForms::circle;
            case 774, 829 -> NetworkForms::macaddr; // macaddr8, macaddr
            case 2970, 5038 -> SystemForms::snapshot; // txid_snapshot, pg_snapshot
            case 3220 -> SystemForms::lsn;
            case 3614 -> TextSearchForms::vector;
            case 3615 -> TextSearchForms::query;
            case 5069 -> NumberForms::unsigned64; // xid8
            default -> null;
        };
    }

    private @Nullable BinaryForm container(int oid) {
        return switch (oid) {
            case 2249 -> containers::composite; // record
            case 3904, 4451 -> range(oid == 3904, 23); // int4range, int4multirange
            case 3906, 4532 -> range(oid == 3906, 1700); // numrange
            case 3908, 4533 -> range(oid == 3908, 1114); // tsrange
            case 3910, 4534 -> range(oid == 3910, 1184); // tstzrange
            case 3912, 4535 -> range(oid == 3912, 1082); // daterange
            case 3926, 4536 -> range(oid == 3926, 20); // int8range
            case 1020 -> containers.array(';'); // box[]: a box holds commas
            default -> isArray(oid) ? containers.array(',') : null;
        };
    }

    private BinaryForm range(boolean single, int subtypeOid) {
        return single ? containers.range(subtypeOid) : containers.multirange(subtypeOid);
    }

    private static boolean isArray(int oid) {
        return switch (oid) {
            case 143, 199, 271, 629, 651, 719, 775, 791 -> true;
            case 1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019 -> true;
            case 1021, 1022, 1027, 1028, 1040, 1041, 1115, 1182, 1183, 1185, 1187, 1231, 1263, 1270, 1561, 1563 -> true;
            case 2201, 2207, 2208, 2209, 2210, 2211, 2287, 2949, 2951 -> true;
            case 3221, 3643, 3645, 3735, 3770, 3807, 3905, 3907, 3909, 3911, 3913, 3927, 4073, 4090, 4097, 4192 -> true;
            case 5039, 6150, 6151, 6152, 6153, 6155, 6157 -> true;
            default -> false;
        };
    }
}
