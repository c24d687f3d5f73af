package io.pg2any.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pg2any.app.check.Check;
import io.pg2any.app.check.Findings;
import io.pg2any.app.config.Settings;
import io.pg2any.app.log.LogLevel;
import io.pg2any.destination.Remark;
import io.pg2any.error.CdcException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any check}: everything that could go wrong, before it does, all at once. */
public final class CheckCommand implements Command {

    private static final String JSON = "--json";

    @Override
    public String name() {
        return "check";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("Looks at source and destination as a run with the same settings would find them, and tells everything that could go wrong, with the remedy."
                        + " Nothing that it does stays. Exit code 0: it can run; 2: it cannot.")
                .customSynopsis("pg2any check --source URL --destination URL [--json] [OPTIONS]")
                .sortOptions(false)
                .width(120);
        spec.addOption(SharedOptions.flag(JSON, "the findings as JSON"));
        SharedOptions.add(spec, SharedOptions.EVERY);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        Settings settings = SharedOptions.read(parsed);
        // what a run would log of the same things is told here as findings
        SharedOptions.logQuietly(settings, LogLevel.ERROR);
        Findings findings = Check.of(settings.config());
        PrintWriter out = parsed.commandSpec().commandLine().getOut();
        if (parsed.hasMatchedOption(JSON)) {
            out.println(Json.pretty(json(findings)));
        } else {
            print(findings, out);
        }
        out.flush();
        return findings.count(Remark.Level.FAIL) == 0 ? 0 : CdcException.Kind.CONFIGURATION.exitCode();
    }

    private static Map<String, ?> json(Findings findings) {
        List<Object> all = new ArrayList<>();
        for (Findings.Group group : Findings.Group.values()) {
            for (Remark remark : findings.of(group)) {
                all.add(Json.object("group", lower(group), "level", lower(remark.level()), "subject", remark.subject(), "message", remark.message(), "remedy", remark.remedy()));
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ok", findings.count(Remark.Level.FAIL) == 0);
        result.put("failures", findings.count(Remark.Level.FAIL));
        result.put("warnings", findings.count(Remark.Level.WARN));
        result.put("findings", all);
        return result;
    }

    private static void print(Findings findings, PrintWriter out) {
        for (Findings.Group group : Findings.Group.values()) {
            List<Remark> remarks = findings.of(group);
            if (!remarks.isEmpty()) {
                out.println(lower(group));
                remarks.forEach(remark -> print(remark, out));
            }
        }
        long failures = findings.count(Remark.Level.FAIL);
        long warnings = findings.count(Remark.Level.WARN);
        out.println((failures == 0 ? "ready to run" : failures + (failures == 1 ? " failure" : " failures")) + (warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings")));
    }

    private static void print(Remark remark, PrintWriter out) {
        String mark = switch (remark.level()) {
            case OK -> "ok  ";
            case WARN -> "warn";
            case FAIL -> "FAIL";
        };
        out.println("  " + mark + "  " + remark.subject() + ": " + remark.message());
        if (!remark.remedy().isEmpty()) {
            out.println("        → " + remark.remedy());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
