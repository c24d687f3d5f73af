package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.Inspector;
import io.pg2any.destination.KeyRange;
import io.pg2any.destination.OnValue;
import io.pg2any.destination.Prepared;
import io.pg2any.destination.Remark;
import io.pg2any.destination.Step;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

/** Looks at an SQL target. One connection reads, another one, opened when it is needed, writes. */
final class JdbcInspector implements Inspector {

    private final Server server;
    private final SqlErrors errors;
    private final StreamIdentity stream;
    private final Connection reading;
    private final Dialect dialect;
    private final ControlTables control;
    private final Map<TableId, TableReading> tables = new HashMap<>();
    private boolean hasControl;

    JdbcInspector(Server server, SqlErrors errors, StreamIdentity stream) {
        this.server = server;
        this.errors = errors;
        this.stream = stream;
        try {
            this.reading = server.connectWithoutLimits();
            this.dialect = server.dialect(reading);
            this.control = new ControlTables(reading, dialect, stream.slot(), new Statements(reading));
        } catch (SQLException e) {
            throw errors.translate(e, "connecting");
        }
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private <T> T ask(String doing, Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    @Override
    public List<Remark> remarks() {
        return ask("looking at the target", () -> {
            List<Remark> remarks = new ArrayList<>();
            remarks.add(Remark.ok("version", dialect.product() + " " + reading.getMetaData().getDatabaseProductVersion()));
            remarks.addAll(server.remarks(reading));
            remarks.addAll(new ScratchTable(reading, dialect, errors).tryRights());
            return remarks;
        });
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return ask("reading the checkpoint", () -> {
            hasControl = hasControl || control.exists();
            return hasControl ? control.read() : Optional.empty();
        });
    }

    @Override
    public boolean exists(TableSchema table) {
        return ask("looking for table " + table.target(), () -> dialect.catalog().find(reading, table.target()).isPresent());
    }

    @Override
    public boolean isEmpty(TableSchema table) {
        return ask("looking into table " + table.target(), () -> Target.isEmpty(reading, dialect, table));
    }

    @Override
    public boolean hasNumericKey(TableSchema table) {
        return ask("looking at table " + table.target(), () -> reading(table).hasNumericKey());
    }

    @Override
    public void read(TableSchema table, KeyRange range, int rowsAtOnce, Consumer<Row> rows) {
        ask("reading table " + table.target(), () -> {
            reading(table).read(range, rowsAtOnce, rows);
            return true;
        });
    }

    @Override
    public List<Row> fetch(TableSchema table, List<Row> keys) {
        return ask("reading table " + table.target(), () -> reading(table).fetch(keys));
    }

    private TableReading reading(TableSchema table) throws SQLException {
        TableReading known = tables.get(table.source());
        if (known == null || !known.table().schema().equals(table)) {
            TablePreparation.Outcome outcome = new TablePreparation(dialect, false).prepare(reading, table);
            if (outcome.prepared() == Prepared.AWAITS_KEY) {
                throw CdcException.data("table-not-copied", "Table " + table.target() + " is not copied yet: it gets its primary key after its last row.",
                        "Wait until it is, or let pg2any run go on with the copy.");
            }
            known = new TableReading(reading, dialect, outcome.table());
            tables.put(table.source(), known);
        }
        return known;
    }

    @Override
    public boolean keepsEmptyValues() {
        return server.keepsEmptyValues();
    }

    @Override
    public void repair(TableSchema table, List<Row> keys, Function<List<Row>, List<Row>> source) {
        write("repairing table " + table.target(), target -> {
            if (server.writersCollide()) { // the row of the position first: each commit of the stream since the transaction began would end it
                target.control().hold();
                target.apply(replacing(table, keys, source.apply(keys)));
                return;
            }
            List<Row> rows = source.apply(keys);
            target.apply(replacing(table, keys, rows));
            target.control().hold();
            List<Row> again = source.apply(keys);
            if (!same(rows, again)) {
                target.apply(replacing(table, keys, again));
            }
        });
    }

    @Override
    public void repair(TableSchema table, List<Row> missing, List<Row> surplus) {
        Relation relation = new Relation(0, table.source(), table.identity(),
                table.columns().stream().map(column -> new Column(column.name(), false, 0, -1)).toList());
        Stream<Change> removed = surplus.stream().map(row -> new ChangeEvent.Delete(relation, row, true, Xid.NONE));
        Stream<Change> added = missing.stream().map(row -> new ChangeEvent.Insert(relation, row, Xid.NONE));
        write("repairing table " + table.target(), target -> target.apply(new Step.Ordered(table, Stream.concat(removed, added).toList())));
    }

    private interface Writing {
        void on(Target target) throws SQLException;
    }

    /** The target of a repair reads and writes as the stream's own does. */
    private void write(String doing, Writing writing) {
        ask(doing, () -> {
            try (Target target = new Target(server, server.connect(), false, OnValue.ERROR, stream)) {
                target.beginWriting();
                writing.on(target);
                target.commit();
                return true;
            }
        });
    }

    private static Step replacing(TableSchema table, List<Row> keys, List<Row> rows) {
        List<Row> gone = keys.stream().filter(key -> rows.stream().noneMatch(row -> sameKey(table, key, row))).toList();
        return new Step.NetRows(table, gone, rows, List.of());
    }

    private static boolean sameKey(TableSchema table, Row a, Row b) {
        return table.key().stream().allMatch(i -> a.cellEquals(i, b, i));
    }

    private static boolean same(List<Row> a, List<Row> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            for (int cell = 0; cell < a.get(i).size(); cell++) {
                if (!a.get(i).cellEquals(cell, b.get(i), cell)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            reading.close();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(JdbcInspector.class).debug("closing failed", e);
        }
    }
}
