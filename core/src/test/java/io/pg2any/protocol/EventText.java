package io.pg2any.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.pg2any.event.Cell;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;

/** Events as lines of text, every part of them, so that a person can read what is expected. */
final class EventText {

    private EventText() {}

    static String of(Golden golden) {
        MessageParser parser = new MessageParser();
        StringJoiner lines = new StringJoiner("\n");
        for (byte[] message : golden.messages()) {
            lines.add(of(parser.parse(message, 0, message.length)));
        }
        return lines.toString();
    }

    static String of(ChangeEvent event) {
        return event.type() + " " + switch (event) {
            case ChangeEvent.Begin(var lsn, var time, var xid) -> lsn + " " + time + " xid=" + xid;
            case ChangeEvent.Commit(var lsn, var end, var time) -> lsn + " end=" + end + " " + time;
            case ChangeEvent.RelationEvent(var relation, var xid) -> relation(relation) + " xid=" + xid;
            case ChangeEvent.TypeEvent(var oid, var schema, var name, var xid) -> oid + " " + schema + "." + name + " xid=" + xid;
            case ChangeEvent.Origin(var lsn, var name) -> lsn + " " + name;
            case ChangeEvent.Message(var transactional, var lsn, var prefix, var content, var xid) ->
                (transactional ? "transactional " : "free ") + lsn + " " + prefix + " " + HexFormat.of().formatHex(content) + " xid=" + xid;
            case ChangeEvent.Insert(var relation, var row, var xid) -> relation.table() + " " + row(row) + " xid=" + xid;
            case ChangeEvent.Update(var relation, var old, var full, var row, var xid) ->
                relation.table() + (old == null ? "" : (full ? " whole " : " key ") + row(old)) + " new " + row(row) + " xid=" + xid;
            case ChangeEvent.Delete(var relation, var old, var full, var xid) ->
                relation.table() + (full ? " whole " : " key ") + row(old) + " xid=" + xid;
            case ChangeEvent.Truncate(var relations, var cascade, var restart, var xid) ->
                relations.stream().map(Relation::table).toList() + (cascade ? " cascade" : "") + (restart ? " restart" : "") + " xid=" + xid;
            case ChangeEvent.Definition(var table, var content, var xid) -> table.table() + " " + content.length + " xid=" + xid;
            case ChangeEvent.StreamStart(var xid, var first) -> "xid=" + xid + (first ? " first" : "");
            case ChangeEvent.StreamStop() -> "";
            case ChangeEvent.StreamCommit(var xid, var lsn, var end, var time) -> "xid=" + xid + " " + lsn + " end=" + end + " " + time;
            case ChangeEvent.StreamAbort(var xid, var sub, var lsn, var time) -> "xid=" + xid + " sub=" + sub + " " + lsn + " " + time;
            case ChangeEvent.BeginPrepare(var lsn, var end, var time, var xid, var gid) -> phase(lsn, end, time, xid, gid);
            case ChangeEvent.Prepare(var lsn, var end, var time, var xid, var gid) -> phase(lsn, end, time, xid, gid);
            case ChangeEvent.CommitPrepared(var lsn, var end, var time, var xid, var gid) -> phase(lsn, end, time, xid, gid);
            case ChangeEvent.RollbackPrepared(var lsn, var end, var prepared, var time, var xid, var gid) ->
                prepared + " " + phase(lsn, end, time, xid, gid);
            case ChangeEvent.StreamPrepare(var lsn, var end, var time, var xid, var gid) -> phase(lsn, end, time, xid, gid);
        };
    }

    private static String phase(Object lsn, Object end, Object time, Object xid, String gid) {
        return lsn + " end=" + end + " " + time + " xid=" + xid + " '" + gid + "'";
    }

    private static String relation(Relation relation) {
        return relation.oid() + " " + relation.table() + " " + relation.identity() + " "
                + relation.columns().stream()
                        .map(column -> (column.identity() ? "*" : "") + column.name() + ":" + column.typeOid() + ":" + column.typeModifier())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static String row(Row row) {
        StringJoiner cells = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < row.size(); i++) {
            cells.add(switch (row.cell(i)) {
                case Cell.Null() -> "null";
                case Cell.Unchanged() -> "unchanged";
                case Cell.Text(var text) -> "'" + text + "'";
                case Cell.Binary(var bytes) -> "0x" + HexFormat.of().formatHex(bytes) + readable(bytes);
            });
        }
        return cells + " " + row.bytes() + " bytes";
    }

    private static String readable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? " \"" + text + "\"" : "";
    }
}
