package io.pg2any.destination.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;

/**
 * How a dialect writes names.
 *
 * @param open the character before a name
 * @param close the one behind it; inside a name it is doubled
 * @param maxLength the longest name
 * @param lengthInBytes whether {@code maxLength} counts bytes of UTF-8, not characters
 * @param columnsFold whether column names that differ by case alone are the same name
 * @param tablesFold the same of table names
 * @param schemas whether a table may live in another schema or database; otherwise the schema becomes part of its name
 * @param ownSchema the quoted schema that tables without one get in SQL; empty: none is written
 * @param database the quoted name that stands before every schema, where a schema alone could mean something else; empty: none
 * @param spelling how a name is spelled between its quotes
 */
public record Identifiers(
        char open,
        char close,
        int maxLength,
        boolean lengthInBytes,
        boolean columnsFold,
        boolean tablesFold,
        boolean schemas,
        String ownSchema,
        String database,
        Spelling spelling) {

    /** Names of one or two parts, with the same character on both sides. */
    public Identifiers(char quote, int maxLength, boolean lengthInBytes, boolean columnsFold, boolean tablesFold, boolean schemas) {
        this(quote, quote, maxLength, lengthInBytes, columnsFold, tablesFold, schemas);
    }

    /** Names of one or two parts. */
    public Identifiers(char open, char close, int maxLength, boolean lengthInBytes, boolean columnsFold, boolean tablesFold, boolean schemas) {
        this(open, close, maxLength, lengthInBytes, columnsFold, tablesFold, schemas, "", "", Spelling.SAME);
    }

    /** The same with names of three parts, of which the first two, quoted, are these. */
    public Identifiers in(String quotedDatabase, String quotedOwnSchema) {
        return new Identifiers(open, close, maxLength, lengthInBytes, columnsFold, tablesFold, schemas, quotedOwnSchema, quotedDatabase, spelling);
    }

    /** The same with names spelled otherwise. */
    public Identifiers spelled(Spelling other) {
        return new Identifiers(open, close, maxLength, lengthInBytes, columnsFold, tablesFold, schemas, ownSchema, database, other);
    }

    public String quote(String name) {
        String end = String.valueOf(close);
        return open + spelling.of().apply(name).replace(end, end + end) + end;
    }

    /** The table's full name for SQL. */
    public String quote(TargetName name) {
        if (!schemas) {
            return quote(tableName(name));
        }
        String schema = name.schema().isEmpty() ? ownSchema : quote(name.schema());
        return (database.isEmpty() ? "" : database + ".") + (schema.isEmpty() ? "" : schema + ".") + quote(name.table());
    }

    /** The table's own name, without a schema that the dialect knows. */
    public String tableName(TargetName name) {
        return schemas || name.schema().isEmpty() ? name.table() : name.schema() + "_" + name.table();
    }

    boolean sameColumn(String a, String b) {
        return columnsFold ? a.equalsIgnoreCase(b) : spelling.of().apply(a).equals(spelling.of().apply(b));
    }

    /** A key under which two names of the same table are equal. */
    String folded(TargetName name) {
        String full = quote(name);
        return tablesFold ? full.toLowerCase(Locale.ROOT) : full;
    }

    /** Refuses a name that the database would cut or reject. */
    void requireLength(String what, String name, String product) {
        if (!spelling.closeInside() && name.indexOf(close) >= 0) {
            throw CdcException.data("name-impossible", "The name of " + what + " \"" + name + "\" has a " + close + " in it; " + product + " allows none in names.",
                    "Map the table, or rename the column, to a name without, or leave it out.");
        }
        int length = lengthInBytes ? name.getBytes(StandardCharsets.UTF_8).length : name.codePointCount(0, name.length());
        if (length > maxLength) {
            throw CdcException.data("name-too-long",
                    "The name of " + what + " \"" + name + "\" has " + length + (lengthInBytes ? " bytes" : " characters") + "; "
                            + product + " allows " + maxLength + ".",
                    "Map the table to a shorter name, or leave it out.");
        }
    }
}
