package io.pg2any;

/** The built-in kinds of destinations; others are found by name through {@link io.pg2any.destination.DestinationProvider}. */
public enum DestinationType {
    MYSQL("mysql"),
    POSTGRESQL("postgresql"),
    SQLITE("sqlite"),
    DUCKDB("duckdb"),
    JSONL("jsonl"),
    SQLSERVER("sqlserver"),
    ORACLE("oracle");

    private final String providerType;

    DestinationType(String providerType) {
        this.providerType = providerType;
    }

    /** The provider's {@link io.pg2any.destination.DestinationProvider#type() type}. */
    public String providerType() {
        return providerType;
    }
}
