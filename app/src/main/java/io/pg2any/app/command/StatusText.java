package io.pg2any.app.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.pg2any.app.status.StatusReport;
import io.pg2any.app.terminal.Quantities;

/** A report for a person at a terminal. */
final class StatusText {

    private static final int MOST_TABLES = 40;

    private StatusText() {}

    static List<String> lines(StatusReport report) {
        Columns head = new Columns();
        head.add("stream", report.stream().source() + " → " + report.stream().destination());
        head.add("state", (report.paused() ? "paused" : report.state()) + " for " + Quantities.time(Duration.between(report.stateSince(), Instant.now())));
        head.add("health", report.health().ok() ? "well" : "not well: " + String.join("; ", report.health().reasons()));
        head.add("ready", report.ready().ok() ? "yes" : "no: " + String.join("; ", report.ready().reasons()));
        head.add("lag", Quantities.time(Duration.ofMillis((long) (report.lag().seconds() * 1000))) + ", " + Quantities.bytes(report.lag().bytes()) + " of log");
        head.add("rate", Quantities.count(Math.round(report.rates().changes() + report.rates().copiedRows())) + " rows/s, "
                + Quantities.bytes((long) report.rates().bytes()) + "/s");
        head.add("positions", "source " + report.positions().sourceEnd() + ", received " + report.positions().received() + ", applied "
                + report.positions().applied() + ", confirmed " + report.positions().confirmed());
        head.add("slot", slot(report));
        StatusReport.Copy copy = report.copy();
        if (copy != null) {
            head.add("first copy", copy.tablesDone() + " of " + copy.tables() + " tables, " + Quantities.count(copy.rows()) + " of about "
                    + Quantities.count(copy.estimatedRows()) + " rows");
        }
        head.add("errors", Quantities.count(report.totals().errors().values().stream().mapToLong(Long::longValue).sum()) + ", "
                + Quantities.count(report.totals().deadLetters()) + " dead letters, " + Quantities.count(report.totals().skippedChanges()) + " rows left out");
        List<String> lines = new ArrayList<>(head.lines());
        lines.add("");
        lines.addAll(tables(report.tables()));
        return lines;
    }

    private static String slot(StatusReport report) {
        StatusReport.Slot slot = report.slot();
        if (slot == null) {
            return report.stream().slot() + ", not looked at yet";
        }
        Long safe = slot.safeBytes();
        Long lostIn = slot.lostInSeconds();
        return report.stream().slot() + ", " + slot.walStatus() + ", " + Quantities.bytes(slot.retainedBytes()) + " of log held"
                + (safe == null ? "" : ", " + Quantities.bytes(safe) + " left") + (lostIn == null ? "" : ", lost in " + Quantities.time(Duration.ofSeconds(lostIn)));
    }

    private static List<String> tables(List<StatusReport.Table> tables) {
        Columns columns = new Columns().add("TABLE", "INSERTED", "UPDATED", "DELETED", "COPIED");
        tables.stream().sorted(Comparator.comparingLong((StatusReport.Table table) -> table.applied().values().stream().mapToLong(Long::longValue).sum()).reversed())
                .limit(MOST_TABLES)
                .forEach(table -> columns.add(table.name(), count(table.applied(), "insert"), count(table.applied(), "update"), count(table.applied(), "delete"),
                        copied(table)));
        List<String> lines = new ArrayList<>(columns.lines());
        if (tables.size() > MOST_TABLES) {
            lines.add("and " + (tables.size() - MOST_TABLES) + " more; --json has them all");
        }
        return lines;
    }

    private static String copied(StatusReport.Table table) {
        io.pg2any.observe.TableCounts.Copy copy = table.copy();
        return copy == null ? "-" : Quantities.count(copy.rows()) + (copy.done() ? "" : " so far");
    }

    private static String count(Map<String, Long> counts, String kind) {
        return Quantities.count(counts.getOrDefault(kind, 0L));
    }
}
