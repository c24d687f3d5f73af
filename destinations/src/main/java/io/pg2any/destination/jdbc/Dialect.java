package io.pg2any.destination.jdbc;

/**
 * What tells one SQL database from another, as values to compose; nothing of it is inherited.
 *
 * @param product its name, for people
 * @param ddlInTransaction whether tables can be made inside the open transaction; otherwise a second connection makes them
 * @param begin the statement that begins a transaction, where the driver's manual commit will not do: it would begin the
 *     next one at once, and hold its lock while nothing is to be written; empty: manual commit
 */
public record Dialect(
        String product,
        Identifiers identifiers,
        Syntax syntax,
        TypeTable types,
        Catalog catalog,
        ControlTypes control,
        TableWriter.Factory writers,
        AfterLoad afterLoad,
        Alterations alterations,
        boolean ddlInTransaction,
        String begin) {

    /** Types that the user declares go before the dialect's own. */
    public Dialect {
        types = new DeclaredTypes(types);
    }
}
