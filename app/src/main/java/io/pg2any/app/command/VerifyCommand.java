package io.pg2any.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;
import io.pg2any.app.terminal.LiveLine;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.app.terminal.VerifyView;
import io.pg2any.app.verify.Progress;
import io.pg2any.app.verify.Verification;
import io.pg2any.app.verify.VerifyReport;
import io.pg2any.app.verify.VerifySettings;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any verify}: whether source and target hold the same, while both are in use. */
public final class VerifyCommand implements Command {

    private static final String JSON = "--json";
    private static final String REPAIR = "--repair";
    private static final String FOLLOW = "--follow";
    private static final String LIMIT = "--limit";
    private static final String PATIENCE = "--patience";
    private static final int SHOWN = 20;
    private static final int NOT_EQUAL = 1;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("Compares source and target value by value, table by table, while both are in use and the stream runs. What was changed in between is looked at again"
                        + " until it is proven to differ. Exit code 0: equal; 1: not.")
                .customSynopsis("pg2any verify --source URL --destination URL [--repair] [--json] [OPTIONS]")
                .sortOptions(false)
                .width(120);
        spec.addOption(SharedOptions.flag(REPAIR, "write rows that differ anew from the source, and delete those that it does not have"));
        spec.addOption(SharedOptions.flag(FOLLOW, "run the stream in this process while it compares: where none runs, and for a DuckDB file, which one process alone can open"));
        spec.addOption(SharedOptions.flag(JSON, "the result as JSON"));
        spec.addOption(OptionSpec.builder(LIMIT).type(long.class).paramLabel("N")
                .description("so many differences of a table are enough, unless they are repaired (" + VerifySettings.USUAL_LIMIT + ")").build());
        spec.addOption(OptionSpec.builder(PATIENCE).type(long.class).paramLabel("SECONDS")
                .description("how long the target may take to come to where the source is (" + VerifySettings.USUAL_PATIENCE.toSeconds() + ")").build());
        Set<Option> options = EnumSet.of(Option.SLOT, Option.PUBLICATION, Option.TABLES, Option.MAP, Option.COPY_WHERE, Option.COLUMNS, Option.RENAME_COLUMNS,
                Option.MASK, Option.MASK_SALT, Option.SOFT_DELETE, Option.AUDIT_COLUMNS, Option.MEMORY);
        options.addAll(SharedOptions.SOURCE);
        options.addAll(SharedOptions.DESTINATION);
        SharedOptions.addToThoseOfRun(spec, options);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        Settings settings = SharedOptions.read(parsed);
        VerifySettings how = new VerifySettings(parsed.hasMatchedOption(REPAIR), positive(parsed, LIMIT, VerifySettings.USUAL_LIMIT),
                Duration.ofSeconds(positive(parsed, PATIENCE, VerifySettings.USUAL_PATIENCE.toSeconds())), parsed.hasMatchedOption(FOLLOW));
        boolean json = parsed.hasMatchedOption(JSON);
        PrintWriter out = parsed.commandSpec().commandLine().getOut();
        VerifyView view = LiveLine.terminal() && !json ? new VerifyView(System.out) : null;
        Logging.start(settings.logLevel() == LogLevel.INFO ? LogLevel.WARN : settings.logLevel(), settings.logFormat(),
                view == null ? new FileOutputStream(FileDescriptor.err) : view.log());
        try {
            return verify(settings, how, json, view, view == null ? out : new PrintWriter(view.log(), true, StandardCharsets.UTF_8));
        } finally {
            if (view != null) {
                view.close();
            }
        }
    }

    private static int verify(Settings settings, VerifySettings how, boolean json, @Nullable VerifyView view, PrintWriter out) {
        VerifyReport report = Verification.of(settings.config(), how, new Shown(view, json ? null : out));
        if (json) {
            out.println(Json.pretty(object(report)));
        } else {
            long rows = report.tables().stream().mapToLong(VerifyReport.Table::sourceRows).sum();
            out.println(report.isEqual() ? "equal: " + Quantities.count(rows) + " rows in " + report.tables().size() + " tables" : "NOT EQUAL");
        }
        out.flush();
        return report.isEqual() ? 0 : NOT_EQUAL;
    }

    private static long positive(ParseResult parsed, String option, long usual) {
        long value = parsed.matchedOptionValue(option, usual);
        if (value < 1) {
            throw CdcException.configuration("configuration", option + " must be at least 1, not " + value + ".", "");
        }
        return value;
    }

    /** Tells of each table as it is done. */
    private record Shown(@Nullable VerifyView view, @Nullable PrintWriter lines) implements Progress {

        @Override
        public void begun(TableId table, long estimatedRows) {
            if (view != null) {
                view.begin(table.toString(), estimatedRows);
            }
        }

        @Override
        public void read(TableId table, long rows) {
            if (view != null) {
                view.rows(rows);
            }
        }

        @Override
        public void done(VerifyReport.Table table) {
            if (lines != null) {
                print(table, lines);
                lines.flush();
            }
        }
    }

    private static void print(VerifyReport.Table table, PrintWriter out) {
        out.println(table.table() + ": " + summary(table));
        table.rows().stream().limit(SHOWN).forEach(row -> out.println("    " + row.key() + " " + row.sentence()
                + (row.columns().isEmpty() ? "" : ": " + String.join(", ", row.columns())) + (row.times() > 1 ? " (" + row.times() + " times)" : "")));
        if (table.differences() > SHOWN) {
            out.println("    …");
        }
    }

    private static String summary(VerifyReport.Table table) {
        if (!table.problem().isEmpty()) {
            return "NOT COMPARED: " + table.problem();
        }
        List<String> parts = new ArrayList<>();
        parts.add(table.differences() == 0 ? "equal" : table.isEqual() ? "equal after repair" : "NOT EQUAL");
        parts.add(Quantities.count(table.sourceRows()) + " rows in " + Quantities.time(table.time()) + " (" + Quantities.count(table.rowsPerSecond()) + " rows/s)");
        if (table.differences() > 0) {
            parts.add((table.incomplete() ? "at least " : "") + Quantities.count(table.differences()) + " differ" + (table.repaired() > 0 ? ", " + Quantities.count(table.repaired()) + " repaired" : ""));
        }
        if (table.unsettled() > 0) {
            parts.add(Quantities.count(table.unsettled()) + " changed at every look, so that nothing can be said of them");
        }
        return String.join(", ", parts);
    }

    private static Map<String, @Nullable Object> object(VerifyReport report) {
        return Json.object("equal", report.isEqual(), "tables", report.tables().stream().map(table -> Json.object("schema", table.table().schema(), "table", table.table().table(),
                "equal", table.isEqual(), "source_rows", table.sourceRows(), "target_rows", table.targetRows(), "differences", table.differences(), "repaired", table.repaired(),
                "unsettled", table.unsettled(), "complete", !table.incomplete(), "milliseconds", table.time().toMillis(), "rows_per_second", table.rowsPerSecond(),
                "problem", table.problem(), "rows", table.rows().stream().map(row -> Json.object("key", row.key(), "kind", row.kind(), "columns", row.columns(), "times", row.times())).toList())).toList());
    }
}
