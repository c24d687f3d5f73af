package io.pg2any.destination.postgres;

import java.time.Duration;
import java.util.List;

/** What holds for every session with a target, whatever its server, database or role say. */
final class PostgresSession {

    /** How values are read and printed: as the source prints them. */
    private static final List<String> VALUES = List.of(
            set("DateStyle", "ISO, MDY"), set("IntervalStyle", "postgres"), set("TimeZone", "UTC"), set("extra_float_digits", "3"),
            set("bytea_output", "hex"), set("lc_monetary", "C"), set("xmloption", "content"), set("array_nulls", "on"),
            set("standard_conforming_strings", "on"));

    /**
     * A batch may take as long as it takes; the limit for a single statement is ours. Where the server may acknowledge
     * a commit before it is on disk, the source could forget what a crash of the target then loses; so it may not, unless the
     * URL itself says so.
     */
    private static final List<String> TRANSACTIONS = List.of(
            set("default_transaction_isolation", "read committed"), set("default_transaction_deferrable", "off"),
            set("idle_in_transaction_session_timeout", "0"), set("idle_session_timeout", "0"),
            "CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN " + set("transaction_timeout", "0") + " END",
            "CASE WHEN (SELECT setting = 'off' AND source <> 'client' FROM pg_catalog.pg_settings WHERE name = 'synchronous_commit') THEN "
                    + set("synchronous_commit", "local") + " END",
            set("row_security", "off")); // an error where a policy would hide rows

    /**
     * Rows are found by key or not at all. A plan over the whole table, which missing statistics or a generic plan may
     * suggest, would be made again for every batch.
     */
    private static final List<String> PLANS = List.of(
            set("enable_seqscan", "off"), set("enable_hashjoin", "off"), set("enable_mergejoin", "off"), set("jit", "off"),
            set("plan_cache_mode", "force_generic_plan"));

    /** Operators of extensions' types are found along the search path only; names of tables are looked for in its first schema. */
    private static final String EXTENSIONS = """
            CASE WHEN current_schema() IS NOT NULL THEN set_config('search_path', current_setting('search_path') || coalesce((
                SELECT string_agg(DISTINCT ', ' || quote_ident(n.nspname), '') FROM pg_catalog.pg_extension e
                JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname <> 'pg_catalog'), ''), false) END""";

    private PostgresSession() {}

    /** The statement that makes the settings. */
    static String settings(Duration queryTimeout) {
        return "SELECT " + String.join(", ", VALUES) + ", " + String.join(", ", TRANSACTIONS) + ", " + String.join(", ", PLANS) + ", "
                + set("statement_timeout", String.valueOf(queryTimeout.toMillis())) + ", " + EXTENSIONS;
    }

    private static String set(String name, String value) {
        return "set_config('" + name + "', '" + value + "', false)";
    }
}
