package io.pg2any.app.command;

import java.io.Console;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.Endpoints;
import io.pg2any.app.config.Option;
import io.pg2any.app.terminal.LiveLine;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.source.Slots;
import io.pg2any.source.SourceErrors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any slot}: the logical slots of the source, and how to be rid of one. */
public final class SlotCommand implements Command {

    private static final String LIST = "list";
    private static final String DROP = "drop";
    private static final String JSON = "--json";
    private static final String YES = "--yes";

    @Override
    public String name() {
        return "slot";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage().description("Lists the source's logical slots, or drops one.").customSynopsis("pg2any slot list|drop [NAME] [OPTIONS]");
        Collection<Option> options = EnumSet.copyOf(SharedOptions.SOURCE);
        CommandSpec list = StandardFlags.addTo(CommandSpec.create());
        list.usageMessage().description("Lists the source's logical slots: who uses them, where they stand, and how much log they hold.").sortOptions(false).width(120);
        list.addOption(SharedOptions.flag(JSON, "the same as JSON"));
        SharedOptions.add(list, options);
        spec.addSubcommand(LIST, list);
        CommandSpec drop = StandardFlags.addTo(CommandSpec.create());
        drop.usageMessage().description("Drops a slot that nobody uses. A stream that was behind it can not go on afterwards: it has to copy anew.")
                .sortOptions(false).width(120);
        drop.addPositional(PositionalParamSpec.builder().index("0").arity("1").type(String.class).paramLabel("NAME").description("the slot").build());
        drop.addOption(SharedOptions.flag(YES, "do not ask; without a terminal it is required"));
        SharedOptions.add(drop, options);
        spec.addSubcommand(DROP, drop);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult what = parsed.subcommand();
        if (what == null) {
            parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
            return CdcException.Kind.CONFIGURATION.exitCode();
        }
        PrintWriter out = what.commandSpec().commandLine().getOut();
        try (Connection connection = Endpoints.source(SharedOptions.readSource(what).config()).open()) {
            Slots slots = new Slots(connection);
            if (what.commandSpec().name().equals(LIST)) {
                list(slots.list(), what.hasMatchedOption(JSON), out);
            } else {
                drop(slots, what.matchedPositionalValue(0, ""), what.hasMatchedOption(YES), out);
            }
        } catch (SQLException e) {
            throw SourceErrors.of("looking at the slots", e);
        }
        out.flush();
        return 0;
    }

    private static void list(List<Slots.State> slots, boolean json, PrintWriter out) {
        if (json) {
            out.println(Json.pretty(slots.stream().map(SlotCommand::object).toList()));
            return;
        }
        if (slots.isEmpty()) {
            out.println("The source has no logical slot.");
            return;
        }
        Columns columns = new Columns().add("SLOT", "DATABASE", "PLUGIN", "USED BY", "CONFIRMED", "RESTART", "LOG HELD", "STATUS", "MAY GROW", "TWO-PHASE", "FAILOVER");
        for (Slots.State slot : slots) {
            columns.add(slot.name(), slot.database(), slot.plugin(), slot.isActive() ? "pid " + slot.activePid() : "nobody", position(slot.confirmed()),
                    position(slot.restart()), Quantities.bytes(slot.retainedBytes()),
                    slot.walStatus() + slot.invalidationReason().map(reason -> " (" + reason + ")").orElse(""),
                    slot.safeWalBytes().isPresent() ? Quantities.bytes(slot.safeWalBytes().getAsLong()) : "no limit",
                    slot.twoPhase() ? "yes" : "no", slot.failover().map(kept -> kept ? "yes" : "no").orElse("-"));
        }
        columns.lines().forEach(out::println);
    }

    private static String position(Lsn position) {
        return position.equals(Lsn.ZERO) ? "-" : position.toString();
    }

    private static Map<String, @Nullable Object> object(Slots.State slot) {
        return Json.object("name", slot.name(), "plugin", slot.plugin(), "database", slot.database(), "active", slot.isActive(),
                "active_pid", slot.isActive() ? slot.activePid() : null, "restart_lsn", slot.restart().toString(),
                "confirmed_flush_lsn", slot.confirmed().toString(), "retained_bytes", slot.retainedBytes(), "wal_status", slot.walStatus(),
                "safe_wal_bytes", slot.safeWalBytes().isPresent() ? slot.safeWalBytes().getAsLong() : null, "two_phase", slot.twoPhase(),
                "failover", slot.failover().orElse(null), "invalidation_reason", slot.invalidationReason().orElse(null));
    }

    private static void drop(Slots slots, String name, boolean yes, PrintWriter out) {
        Slots.State slot = slots.find(name).orElseThrow(() -> CdcException.configuration("slot-missing", "The source has no logical slot " + name + ".",
                "See pg2any slot list."));
        if (slot.isActive()) {
            throw CdcException.configuration("slot-in-use", "The slot " + name + " is in use by server process " + slot.activePid() + ".",
                    "Stop its user first; if that is gone and the server has not noticed yet: SELECT pg_terminate_backend(" + slot.activePid() + ").");
        }
        if (!yes && !confirmed(slot, out)) {
            throw CdcException.configuration("not-confirmed", "The slot " + name + " was not dropped.", "Say " + YES + " to drop it without a question.");
        }
        slots.drop(name);
        out.println("dropped slot " + name + ": " + Quantities.bytes(slot.retainedBytes()) + " of log were held for it");
    }

    @SuppressWarnings("SystemConsoleNull") // it does return null where there is no terminal
    private static boolean confirmed(Slots.State slot, PrintWriter out) {
        Console console = System.console();
        if (console == null || !LiveLine.terminal()) {
            return false;
        }
        out.flush();
        String answer = console.readLine("Drop slot %s of database %s, confirmed up to %s? A stream that uses it has to copy anew. [y/N] ",
                slot.name(), slot.database(), slot.confirmed());
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
