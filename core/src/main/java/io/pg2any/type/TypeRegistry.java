package io.pg2any.type;

import java.util.Optional;

/** Knows the binary forms of the types that are not built into PostgreSQL. Asked once a type, by one thread. */
@FunctionalInterface
public interface TypeRegistry {

    /** For where only built-in types occur. */
    TypeRegistry NONE = _ -> Optional.empty();

    /**
     * What {@link #of} needs about the type whose OID is the one parameter: kind, OID referred to, delimiter. No row
     * if its form is unknown. A type that shares the send and output functions of a built-in type (as {@code citext} does
     * those of {@code text}) is the same as that.
     */
    String QUERY =
            """
            SELECT kind, reference, typdelim
            FROM (SELECT CASE WHEN t.typtype = 'd' THEN 'd'
                              WHEN send.prosrc = 'array_send' THEN 'a'
                              WHEN t.typtype IN ('r', 'm', 'c', 'e') THEN t.typtype::text
                              WHEN t.typtype = 'b' AND send.prolang = (SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname = 'c') THEN 'x' || send.prosrc
                              ELSE 's' END AS kind,
                         CASE WHEN t.typtype = 'd' THEN t.typbasetype
                              WHEN t.typtype = 'e' THEN 25::oid
                              WHEN t.typtype IN ('r', 'm') THEN
                                  (SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid))
                              WHEN send.prosrc = 'array_send' OR t.typtype = 'c'
                                  OR t.typtype = 'b' AND send.prolang = (SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname = 'c') THEN 0::oid
                              ELSE (SELECT min(b.oid) FROM pg_catalog.pg_type b
                                    JOIN pg_catalog.pg_proc bsend ON bsend.oid = b.typsend
                                    JOIN pg_catalog.pg_proc bout ON bout.oid = b.typoutput
                                    WHERE b.oid < 10000 AND b.typtype = 'b' AND send.prolang = bsend.prolang
                                    AND send.prosrc = bsend.prosrc AND output.prosrc = bout.prosrc)
                         END AS reference,
                         t.typdelim
                  FROM pg_catalog.pg_type t
                  JOIN pg_catalog.pg_proc send ON send.oid = t.typsend
                  JOIN pg_catalog.pg_proc output ON output.oid = t.typoutput
                  WHERE t.oid = ?::oid) AS form
            WHERE reference IS NOT NULL""";

    /** The form of the type, empty if it is not known. */
    Optional<TypeForm> form(int typeOid);

    /** The form that a row of {@link #QUERY} tells of. */
    static TypeForm of(String kind, int reference, String delimiter) {
        return switch (kind) {
            case "d", "e", "s" -> new TypeForm.SameAs(reference);
            case "a" -> new TypeForm.Array(delimiter.charAt(0));
            case "c" -> new TypeForm.Composite();
            case "r" -> new TypeForm.Range(reference);
            case "m" -> new TypeForm.Multirange(reference);
            case String sent when sent.startsWith("x") -> new TypeForm.Extension(sent.substring(1));
            default -> throw new IllegalArgumentException("no type form has the kind " + kind);
        };
    }
}
