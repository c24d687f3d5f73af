package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.TableChange.ColumnChange;
import io.pg2any.destination.jdbc.TableChange.Drop;
import io.pg2any.destination.jdbc.TableChange.KeyChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;
import io.pg2any.destination.jdbc.TableChange.Rename;
import io.pg2any.error.CdcException;
import io.pg2any.type.PgType;

/**
 * Brings a table in line with what the source made of its own: compares it with what is wished, and does what is left to do. So it does not
 * matter how far an earlier try has come.
 */
final class TableReshaping {

    private static final Logger LOG = LoggerFactory.getLogger(TableReshaping.class);

    private final Dialect dialect;
    private final Connection connection;
    private final Reshape wish;
    private final TableSchema table;
    private final Identifiers names;
    /** The target's columns that are not dropped, by name. */
    private final Map<String, CatalogColumn> columns = new LinkedHashMap<>();

    TableReshaping(Dialect dialect, Connection connection, Reshape wish) {
        this.dialect = dialect;
        this.connection = connection;
        this.wish = wish;
        this.table = wish.table();
        this.names = dialect.identifiers();
    }

    /** Does what is left to do, and returns the names of columns that were added. */
    Set<String> run() throws SQLException {
        String quoted = names.quote(table.target());
        if (dialect.catalog().find(connection, table.target()).isEmpty()) {
            return Set.of();
        }
        if (wish.emptied()) {
            execute(dialect.syntax().empty(List.of(new TargetTable(table, quoted, List.of(), false))));
        }
        replace(quoted);
        TableChange change = look(quoted);
        if (!change.renames().isEmpty()) {
            apply(change);
            change = look(quoted);
        }
        apply(change);
        Set<String> added = new HashSet<>();
        change.others().stream().filter(ColumnChange.Add.class::isInstance).forEach(each -> added.add(each.column()));
        return added;
    }

    /** A column that goes while another one comes under its name takes its values along. */
    private void replace(String quoted) throws SQLException {
        CatalogTable existing = existing();
        List<Drop> drops = wish.dropped().stream().filter(name -> table.columns().stream().anyMatch(column -> column.name().equals(name)))
                .filter(name -> existing.columns().stream().anyMatch(column -> column.name().equals(name))).map(Drop::new).toList();
        apply(new TableChange(table.target(), quoted, existing, List.of(), drops, List.of(), Optional.empty()));
    }

    private CatalogTable existing() throws SQLException {
        return dialect.catalog().find(connection, table.target())
                .orElseThrow(() -> CdcException.internal("table-missing", "Table " + table.target() + " is gone while it was altered.", null));
    }

    private TableChange look(String quoted) throws SQLException {
        return change(existing(), quoted);
    }

    private void apply(TableChange change) throws SQLException {
        if (!change.isEmpty()) {
            execute(dialect.alterations().statements(connection, change));
            log(change);
        }
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void log(TableChange change) {
        List<String> done = new ArrayList<>();
        change.renames().forEach(rename -> done.add("rename " + rename.from() + " to " + rename.to()));
        change.drops().forEach(drop -> done.add("drop " + drop.column()));
        for (ColumnChange other : change.others()) {
            done.add(switch (other) {
                case ColumnChange.Add add -> "add " + add.column() + " " + add.type();
                case ColumnChange.Retype retype -> "retype " + retype.column() + " " + retype.type();
                case ColumnChange.Relax relax -> "allow null in " + relax.column();
            });
        }
        change.key().ifPresent(key -> done.add("key (" + String.join(", ", key.next().stream().map(KeyColumn::name).toList()) + ")"));
        LOG.info("table altered table={} changes=\"{}\"", table.target(), String.join("; ", done));
    }

    private TableChange change(CatalogTable existing, String quoted) throws SQLException {
        columns.clear();
        existing.columns().forEach(column -> columns.put(column.name(), column));
        List<Rename> renames = renames();
        if (!renames.isEmpty()) {
            return new TableChange(table.target(), quoted, existing, renames, List.of(), List.of(), Optional.empty());
        }
        List<Drop> drops = drops();
        List<ColumnChange> others = new ArrayList<>();
        List<TargetType> types = dialect.types().create(table);
        for (int i = 0; i < table.columns().size(); i++) {
            column(i, types.get(i)).ifPresent(others::add);
        }
        wish.relaxed().stream().map(this::find).flatMap(Optional::stream)
                .filter(column -> !column.nullable() && !column.generated() && others.stream().noneMatch(other -> other.column().equals(column.name())))
                .forEach(column -> others.add(new ColumnChange.Relax(column.name(), column)));
        return new TableChange(table.target(), quoted, existing, List.of(), drops, others, key(existing, types));
    }

    private Optional<CatalogColumn> find(String name) {
        CatalogColumn exact = columns.get(name);
        return exact != null ? Optional.of(exact)
                : columns.entrySet().stream().filter(entry -> names.sameColumn(entry.getKey(), name)).map(Map.Entry::getValue).findFirst();
    }

    private List<Rename> renames() {
        List<Rename> renames = new ArrayList<>();
        wish.renamed().forEach((from, to) -> find(from).ifPresent(column -> {
            boolean byCaseAlone = names.sameColumn(from, to) && !names.quote(column.name()).equals(names.quote(to));
            if (byCaseAlone || find(to).isEmpty()) {
                names.requireLength("column", to, dialect.product());
                renames.add(new Rename(column.name(), to));
            }
        }));
        return renames;
    }

    private List<Drop> drops() {
        List<Drop> drops = new ArrayList<>();
        for (String dropped : wish.dropped()) {
            boolean stays = table.columns().stream().anyMatch(column -> names.sameColumn(column.name(), dropped));
            find(dropped).filter(_ -> !stays).ifPresent(column -> {
                columns.remove(column.name());
                drops.add(new Drop(column.name()));
            });
        }
        return drops;
    }

    private Optional<ColumnChange> column(int index, TargetType type) throws SQLException {
        ColumnSchema source = table.columns().get(index);
        Optional<CatalogColumn> there = find(source.name());
        if (there.isEmpty()) {
            names.requireLength("column", source.name(), dialect.product());
            return Optional.of(new ColumnChange.Add(source.name(), type.sql(), constant(source)));
        }
        CatalogColumn column = there.get();
        boolean inKey = table.isKey(index) || table.primaryKey().contains(index);
        if (column.generated()) {
            return Optional.empty();
        }
        String name = column.name();
        boolean unfit = dialect.types().fit(source, column, inKey) instanceof TypeTable.Fit.Unfit;
        if (unfit || wish.retyped().contains(source.name()) && column.length() >= 0 && longest(source.type()) > column.length()) {
            boolean cleared = wish.refilled().contains(source.name()) && !wish.emptied();
            boolean required = !column.nullable() && !cleared && (inKey || !source.nullable() && !type.emptyIsNull());
            return Optional.of(new ColumnChange.Retype(name, column, type.sql(), required, cleared));
        }
        boolean tooStrict = source.nullable() && !inKey && !column.nullable();
        return tooStrict ? Optional.of(new ColumnChange.Relax(name, column)) : Optional.empty();
    }

    /** How long values are that are stored as text, in characters. */
    private static long longest(PgType type) {
        return switch (type.withoutDomain()) {
            case PgType.Varchar varchar -> limit(varchar.maxLength());
            case PgType.Char fixed -> limit(fixed.maxLength());
            case PgType.Bits bits -> limit(bits.length());
            case PgType.Text _, PgType.Array _, PgType.Other _ -> Integer.MAX_VALUE;
            case PgType.Simple _, PgType.Numeric _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Enumeration _, PgType.Domain _ -> 0;
        };
    }

    private static long limit(int length) {
        return length == PgType.UNLIMITED ? Integer.MAX_VALUE : length;
    }

    private Optional<String> constant(ColumnSchema column) {
        String text = wish.constants().get(column.name());
        if (text == null) {
            return Optional.empty();
        }
        PgType type = column.type().withoutDomain();
        if (type == PgType.Simple.BOOLEAN) {
            return Optional.of(dialect.alterations().literal(Alterations.Kind.BOOLEAN, text.startsWith("t") ? "true" : "false"));
        }
        boolean number = type instanceof PgType.Simple || type instanceof PgType.Numeric;
        return Optional.of(dialect.alterations().literal(number ? Alterations.Kind.NUMBER : Alterations.Kind.TEXT, text));
    }

    /** A table that awaits its key gets the present one once it is loaded. */
    private Optional<KeyChange> key(CatalogTable existing, List<TargetType> types) throws SQLException {
        List<String> former = wish.formerKey().stream().map(name -> wish.renamed().getOrDefault(name, name)).toList();
        List<String> primary = keyNames(table.primaryKey());
        List<String> present = keyNames(table.key());
        boolean there = present.isEmpty() || hasUnique(existing, present) || existing.uniques().isEmpty() && dialect.afterLoad().awaitsKey(connection, table.target());
        boolean stale = !former.isEmpty() && !same(former, primary) && hasUnique(existing, former);
        if (there && !stale) {
            return Optional.empty();
        }
        List<KeyColumn> next = there ? List.of() : table.key().stream().map(i -> new KeyColumn(table.columns().get(i).name(), types.get(i).sql())).toList();
        return Optional.of(new KeyChange(stale ? former : List.of(), next, same(primary, present)));
    }

    private boolean hasUnique(CatalogTable existing, List<String> key) {
        return existing.uniques().stream().anyMatch(unique -> same(unique.columns(), key));
    }

    private List<String> keyNames(List<Integer> key) {
        return key.stream().map(i -> table.columns().get(i).name()).toList();
    }

    private boolean same(List<String> some, List<String> others) {
        return some.size() == others.size() && some.stream().allMatch(one -> others.stream().anyMatch(other -> names.sameColumn(one, other)));
    }
}
