package io.pg2any.type;

import java.util.List;

/**
 * A PostgreSQL type, as far as a destination has to tell types apart. {@link #sqlName()} is how PostgreSQL spells it
 * ({@code format_type}), with modifiers and, where it is not built in, with its schema.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">PostgreSQL manual, Data Types</a>
 */
public sealed interface PgType {

    /** No limit of length, precision or scale. */
    int UNLIMITED = -1;

    /** The type's name with its modifiers, valid in SQL on the source. */
    String sqlName();

    /** Built-in types that need nothing said beyond their name. */
    enum Simple implements PgType {
        BOOLEAN("boolean"),
        SMALLINT("smallint"),
        INTEGER("integer"),
        BIGINT("bigint"),
        OID("oid"),
        REAL("real"),
        DOUBLE("double precision"),
        MONEY("money"),
        BYTEA("bytea"),
        DATE("date"),
        UUID("uuid"),
        JSON("json"),
        JSONB("jsonb"),
        XML("xml");

        private final String sqlName;

        Simple(String sqlName) {
            this.sqlName = sqlName;
        }

        @Override
        public String sqlName() {
            return sqlName;
        }
    }

    /** {@code numeric(precision, scale)}; unconstrained: both {@link #UNLIMITED}. The scale may be negative or beyond the precision. */
    record Numeric(String sqlName, int precision, int scale) implements PgType {
        public boolean isUnconstrained() {
            return precision == UNLIMITED;
        }
    }

    /** {@code char(n)}, blank-padded; {@code maxLength} in characters. */
    record Char(String sqlName, int maxLength) implements PgType {}

    /** {@code varchar(n)}, {@code maxLength} in characters or {@link #UNLIMITED}. */
    record Varchar(String sqlName, int maxLength) implements PgType {}

    /** {@code text}, {@code name}, {@code citext} and other plain text without a limit. */
    record Text(String sqlName) implements PgType {}

    /** {@code time}; {@code precision} is digits of the second's fraction, 0 to 6. */
    record Time(String sqlName, int precision, boolean withZone) implements PgType {}

    /** {@code timestamp}; {@code precision} is digits of the second's fraction, 0 to 6. */
    record Timestamp(String sqlName, int precision, boolean withZone) implements PgType {}

    /** {@code interval}, with whatever modifiers. */
    record Interval(String sqlName) implements PgType {}

    /** {@code bit(n)} or {@code bit varying(n)}; {@code length} in bits or {@link #UNLIMITED}. */
    record Bits(String sqlName, int length, boolean varying) implements PgType {}

    /** An enum with its labels in their order. */
    record Enumeration(String sqlName, List<String> labels) implements PgType {
        public Enumeration {
            labels = List.copyOf(labels);
        }
    }

    /** An array of any number of dimensions. */
    record Array(String sqlName, PgType element, char delimiter) implements PgType {

        /** One with commas. */
        public Array(String sqlName, PgType element) {
            this(sqlName, element, ',');
        }
    }

    /** A domain; its values have the text and binary form of {@code base}. */
    record Domain(String sqlName, PgType base) implements PgType {}

    /** Every other type (ranges, composites, geometric, network, extensions'): carried as the text that PostgreSQL prints. */
    record Other(String sqlName) implements PgType {}

    /** The type beneath any domains. */
    default PgType withoutDomain() {
        return this instanceof Domain(String name, PgType base) ? base.withoutDomain() : this;
    }
}
