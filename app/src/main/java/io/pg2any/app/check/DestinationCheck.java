package io.pg2any.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.app.check.Findings.Group;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Inspector;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.Remark;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TypeReport;
import io.pg2any.error.CdcException;
import io.pg2any.source.OnLostSlot;

/** The destination: reachable, willing, and able to hold what the source has. */
final class DestinationCheck {

    private static final int SHOWN = 10;

    private final Config config;
    private final Findings findings;

    DestinationCheck(Config config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    /** @param identity of the source, where it could be asked */
    void run(List<TableSchema> tables, Optional<StreamIdentity> identity, boolean slotThere) {
        try (DestinationHandler handler = Endpoints.destination(config)) {
            findings.add(Group.DESTINATION, Remark.ok("guarantee", handler.capabilities().guarantee().sentence()));
            StreamIdentity stream = identity.orElse(new StreamIdentity(config.replicationSlotName(), "", 0, ""));
            try (Inspector inspector = handler.inspect(stream).orElse(null)) {
                if (inspector == null) {
                    return;
                }
                inspector.remarks().forEach(remark -> findings.add(Group.DESTINATION, remark));
                Optional<Checkpoint> stored = inspector.checkpoint();
                stored.ifPresent(checkpoint -> position(checkpoint, identity, slotThere));
                List<TypeReport> reports = handler.report(tables);
                reports.forEach(report -> existing(report, inspector, stored.isPresent()));
                losses(reports);
            }
        } catch (CdcException e) {
            findings.failed(Group.DESTINATION, "connection", e);
        }
    }

    private void position(Checkpoint stored, Optional<StreamIdentity> identity, boolean slotThere) {
        StreamIdentity was = stored.stream();
        if (identity.isPresent() && !(was.systemIdentifier().equals(identity.get().systemIdentifier()) && was.database().equals(identity.get().database()))) {
            findings.add(Group.DESTINATION, Remark.fail("position", "the stored position for slot " + was.slot() + " is that of another source: system " + was.systemIdentifier() + ", database "
                    + was.database(), "Point --source to that one, or choose another slot name with --slot."));
        } else if (identity.isPresent() && !slotThere) {
            boolean recopy = config.onLostSlot() == OnLostSlot.RECOPY;
            String message = "the target stands at " + stored.position() + ", but the source does not have the slot any more";
            findings.add(Group.DESTINATION, recopy ? Remark.warn("position", message + ": all tables will be copied anew", "")
                    : Remark.fail("position", message, "Run with --on-lost-slot recopy, or with --snapshot always: both copy the tables anew."));
        } else {
            findings.add(Group.DESTINATION, Remark.ok("position", "a run goes on from " + stored.position()));
        }
    }

    private void existing(TypeReport report, Inspector inspector, boolean begun) {
        String name = "table " + report.table().target();
        if (!report.problem().isEmpty()) {
            findings.add(Group.DESTINATION, Remark.fail(name, report.problem(), ""));
        } else if (report.exists() && !begun && !inspector.isEmpty(report.table())) {
            findings.add(Group.DESTINATION, config.onExisting() == OnExisting.REFUSE
                    ? Remark.fail(name, "it holds rows already, and the first copy refuses that", "Empty it, or say --on-existing truncate or upsert.")
                    : Remark.warn(name, "it holds rows already", "They are " + (config.onExisting() == OnExisting.TRUNCATE ? "deleted first, as you asked." : "overwritten where keys meet, as you asked.")));
        }
    }

    /** Columns of the same types lose the same: they are told together. */
    private void losses(List<TypeReport> reports) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        long all = 0;
        for (TypeReport report : reports) {
            for (TypeReport.Column column : report.columns()) {
                all++;
                if (!column.isLossless()) {
                    columns.computeIfAbsent(column.sourceType() + " → " + (column.targetType().isEmpty() ? "nothing" : column.targetType()) + ": " + column.loss(),
                            _ -> new ArrayList<>()).add(report.table().source() + "." + column.name());
                }
            }
        }
        columns.forEach((loss, where) -> findings.add(Group.TYPES, Remark.warn(loss.substring(0, loss.indexOf(": ")), loss.substring(loss.indexOf(": ") + 2) + " (" + shown(where) + ")", "")));
        long lossy = columns.values().stream().mapToLong(List::size).sum();
        if (all > 0) {
            findings.add(Group.TYPES, Remark.ok("columns", (all - lossy) + " of " + all + " hold every value exactly"));
        }
    }

    private static String shown(List<String> columns) {
        String shown = columns.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return columns.size() > SHOWN ? shown + " and " + (columns.size() - SHOWN) + " more" : shown;
    }
}
