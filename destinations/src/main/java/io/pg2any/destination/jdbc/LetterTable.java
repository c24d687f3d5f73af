package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.StoredLetter;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;

/** The target's table of dead letters, for one stream. */
final class LetterTable {

    static final TargetName NAME = new TargetName("", "pg2any_dead_letter");

    private static final int LONGEST_ERROR = 4000;
    private static final String HEAD = "id, source_schema, source_table, operation, row_key, error, commit_lsn, xid, commit_time, recorded_at";

    /** Bits of an id below its milliseconds. */
    private static final int COUNTED = 20;

    /** The ids given by this process: milliseconds since 1970, then a count that begins anywhere, so that none comes twice after a start. */
    private static final AtomicLong LAST = new AtomicLong();

    private final Dialect dialect;
    private final String slot;
    private final Statements statements;
    private final String quoted;

    LetterTable(Dialect dialect, String slot, Statements statements) {
        this.dialect = dialect;
        this.slot = slot;
        this.statements = statements;
        this.quoted = dialect.identifiers().quote(NAME);
    }

    String ddl() {
        ControlTypes types = dialect.control();
        return "CREATE TABLE " + quoted + " (slot " + types.name() + " NOT NULL, id " + types.name() + " NOT NULL, source_schema " + types.name()
                + " NOT NULL, source_table " + types.name() + " NOT NULL, operation " + types.name() + " NOT NULL, row_key " + types.text()
                + ", old_row " + types.text() + ", new_row " + types.text() + ", error " + types.text() + " NOT NULL, commit_lsn " + types.name()
                + ", xid " + types.name() + ", commit_time " + types.name() + ", recorded_at " + types.timestamp() + " NOT NULL, PRIMARY KEY (slot, id))"
                + dialect.syntax().tableOptions();
    }

    /** Stores a letter in the open transaction. Cells that are empty are NULL: not every database tells the two apart. */
    void record(DeadLetter letter) throws SQLException {
        TableSchema table = letter.table();
        DeadLetter.At at = letter.at();
        Row old = letter.old();
        Row row = letter.row();
        List<Integer> all = IntStream.range(0, table.columns().size()).boxed().toList();
        String error = letter.error().getMessage();
        PreparedStatement insert = statements.get("INSERT INTO " + quoted + " (slot, id, source_schema, source_table, operation, row_key, old_row, new_row, error,"
                + " commit_lsn, xid, commit_time, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + dialect.control().now() + ")");
        List<@Nullable String> values = new ArrayList<>();
        values.add(slot);
        values.add(nextId());
        values.add(table.source().schema());
        values.add(table.source().table());
        values.add(letter.operation().name());
        values.add(keyJson(letter));
        values.add(old == null ? null : RowJson.of(table, old, letter.oldColumns()));
        values.add(row == null ? null : RowJson.of(table, row, all));
        values.add(error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error);
        values.add(at == null ? null : at.commitLsn().toString());
        values.add(at == null ? null : at.xid().toString());
        values.add(at == null ? null : at.commitTime().toString());
        for (int i = 0; i < values.size(); i++) {
            insert.setString(i + 1, values.get(i));
        }
        insert.executeUpdate();
    }

    /** The key under which the row was to stand in the end. */
    private static @Nullable String keyJson(DeadLetter letter) {
        TableSchema table = letter.table();
        Row old = letter.old();
        Row row = letter.row();
        Row known = row == null ? old : old == null ? row : row.completedFrom(old);
        return known == null || !table.hasKey() ? null : RowJson.of(table, known, table.key());
    }

    private static String nextId() {
        long first = System.currentTimeMillis() << COUNTED | ThreadLocalRandom.current().nextInt(1 << COUNTED - 1);
        long id = LAST.updateAndGet(last -> last >> COUNTED < first >> COUNTED ? first : last + 1);
        return Long.toString(id, Character.MAX_RADIX);
    }

    List<StoredLetter> list() throws SQLException {
        PreparedStatement select = statements.get("SELECT " + HEAD + " FROM " + quoted + " WHERE slot = ? ORDER BY id");
        select.setString(1, slot);
        List<StoredLetter> letters = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                letters.add(letter(rows, null, null));
            }
        }
        return letters;
    }

    Optional<StoredLetter> find(String id) throws SQLException {
        PreparedStatement select = statements.get("SELECT " + HEAD + ", old_row, new_row FROM " + quoted + " WHERE slot = ? AND id = ?");
        select.setString(1, slot);
        select.setString(2, id);
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(letter(rows, rows.getString(11), rows.getString(12))) : Optional.empty();
        }
    }

    private static StoredLetter letter(ResultSet rows, @Nullable String oldRow, @Nullable String newRow) throws SQLException {
        return new StoredLetter(rows.getString(1), new TableId(rows.getString(2), rows.getString(3)), rows.getString(4), text(rows, 5), rows.getString(6),
                text(rows, 7), text(rows, 8), text(rows, 9), rows.getString(10), oldRow, newRow);
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    boolean remove(String id) throws SQLException {
        PreparedStatement delete = statements.get("DELETE FROM " + quoted + " WHERE slot = ? AND id = ?");
        delete.setString(1, slot);
        delete.setString(2, id);
        return delete.executeUpdate() > 0;
    }
}
