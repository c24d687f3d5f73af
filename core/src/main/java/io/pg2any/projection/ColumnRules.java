package io.pg2any.projection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the user wants to become of columns, as written. A column is named {@code schema.table.column}, a table {@code schema.table}; both may hold
 * {@code *} and {@code ?}.
 *
 * @param columns by table, the columns that are replicated or, with a {@code !}, that are not: {@code id, name} or {@code !password}
 * @param renames by column, its name in the target
 * @param masks by column, what stands for its values: {@code hash}, {@code constant:TEXT}, {@code truncate:N}, {@code null}
 * @param maskSalt the secret that hashes depend on; empty: none
 * @param softDelete tables whose deleted rows stay and are marked
 * @param auditColumns tables that tell of each row when it last changed
 * @param types by column, its type in a table that is made in the target
 */
public record ColumnRules(
        Map<String, String> columns,
        Map<String, String> renames,
        Map<String, String> masks,
        String maskSalt,
        List<String> softDelete,
        List<String> auditColumns,
        Map<String, String> types) {

    public static final ColumnRules NONE = new ColumnRules(Map.of(), Map.of(), Map.of(), "", List.of(), List.of(), Map.of());

    public ColumnRules {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        renames = Collections.unmodifiableMap(new LinkedHashMap<>(renames));
        masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
        softDelete = List.copyOf(softDelete);
        auditColumns = List.copyOf(auditColumns);
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    public ColumnRules withColumns(Map<String, String> value) {
        return new ColumnRules(value, renames, masks, maskSalt, softDelete, auditColumns, types);
    }

    public ColumnRules withRenames(Map<String, String> value) {
        return new ColumnRules(columns, value, masks, maskSalt, softDelete, auditColumns, types);
    }

    public ColumnRules withMasks(Map<String, String> value) {
        return new ColumnRules(columns, renames, value, maskSalt, softDelete, auditColumns, types);
    }

    public ColumnRules withMaskSalt(String value) {
        return new ColumnRules(columns, renames, masks, value, softDelete, auditColumns, types);
    }

    public ColumnRules withSoftDelete(List<String> value) {
        return new ColumnRules(columns, renames, masks, maskSalt, value, auditColumns, types);
    }

    public ColumnRules withAuditColumns(List<String> value) {
        return new ColumnRules(columns, renames, masks, maskSalt, softDelete, value, types);
    }

    public ColumnRules withTypes(Map<String, String> value) {
        return new ColumnRules(columns, renames, masks, maskSalt, softDelete, auditColumns, value);
    }

    /** The salt is a secret, and constants may be. */
    @Override
    public String toString() {
        return "ColumnRules[hidden]";
    }
}
