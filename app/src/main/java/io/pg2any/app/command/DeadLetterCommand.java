package io.pg2any.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.Config;
import io.pg2any.app.config.Option;
import io.pg2any.app.config.Settings;
import io.pg2any.app.deadletter.Letters;
import io.pg2any.app.deadletter.Outcome;
import io.pg2any.app.deadletter.Retry;
import io.pg2any.app.log.LogLevel;
import io.pg2any.destination.StoredLetter;
import io.pg2any.error.CdcException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;

/** {@code pg2any dead-letter}: the changes that the target refused, and what a person does with them. */
public final class DeadLetterCommand implements Command {

    private static final String LIST = "list";
    private static final String SHOW = "show";
    private static final String RETRY = "retry";
    private static final String DROP = "drop";
    private static final String JSON = "--json";
    private static final String ALL = "--all";
    private static final int SHOWN_ERROR = 100;

    @Override
    public String name() {
        return "dead-letter";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage().description("Lists the changes that the target refused, shows one, tries them again, or drops them.")
                .customSynopsis("pg2any dead-letter list|show|retry|drop [ID...] [OPTIONS]");
        Collection<Option> destination = EnumSet.copyOf(SharedOptions.DESTINATION);
        destination.addAll(List.of(Option.SLOT, Option.CONNECTION_TIMEOUT));
        Collection<Option> both = EnumSet.copyOf(destination);
        both.addAll(SharedOptions.SOURCE);
        both.addAll(List.of(Option.PUBLICATION, Option.MAP, Option.COLUMNS, Option.RENAME_COLUMNS, Option.MASK, Option.MASK_SALT, Option.SOFT_DELETE,
                Option.AUDIT_COLUMNS, Option.COLUMN_TYPE));
        add(spec, LIST, "Lists the stream's dead letters, the oldest first.", "", destination);
        add(spec, SHOW, "Shows a dead letter with the images of its row.", "1", destination);
        add(spec, RETRY, "Brings the rows of dead letters to what the source holds now, and removes the letters. Of a table without a key the change itself is"
                + " applied. The stream may run meanwhile. Exit code 4: the target refuses one still.", "0..*", both);
        add(spec, DROP, "Removes dead letters for good.", "0..*", destination);
        return spec;
    }

    private static void add(CommandSpec spec, String name, String description, String ids, Collection<Option> options) {
        CommandSpec command = StandardFlags.addTo(CommandSpec.create());
        command.usageMessage().description(description).sortOptions(false).width(120);
        if (!ids.isEmpty()) {
            command.addPositional(PositionalParamSpec.builder().index("0".equals(ids) ? "0" : "0..*").arity(ids).type(String[].class).paramLabel("ID")
                    .description("of the letter").build());
        }
        if (ids.equals("0..*")) {
            command.addOption(SharedOptions.flag(ALL, "every dead letter of the stream"));
        }
        command.addOption(SharedOptions.flag(JSON, "the same as JSON"));
        SharedOptions.add(command, options);
        spec.addSubcommand(name, command);
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult what = parsed.subcommand();
        if (what == null) {
            parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
            return CdcException.Kind.CONFIGURATION.exitCode();
        }
        String[] ids = what.matchedPositionalValue(0, new String[0]);
        PrintWriter out = what.commandSpec().commandLine().getOut();
        boolean json = what.hasMatchedOption(JSON);
        int code = switch (what.commandSpec().name()) {
            case LIST -> list(config(SharedOptions.readDestination(what)), json, out);
            case SHOW -> show(config(SharedOptions.readDestination(what)), ids, json, out);
            case RETRY -> retry(config(SharedOptions.read(what)), ids, what.hasMatchedOption(ALL), json, out);
            default -> drop(config(SharedOptions.readDestination(what)), ids, what.hasMatchedOption(ALL), json, out);
        };
        out.flush();
        return code;
    }

    private static Config config(Settings settings) {
        SharedOptions.logQuietly(settings, LogLevel.ERROR);
        return settings.config();
    }

    private static int list(Config config, boolean json, PrintWriter out) {
        List<StoredLetter> found;
        try (Letters letters = new Letters(config)) {
            found = letters.list();
        }
        if (json) {
            out.println(Json.pretty(found.stream().map(DeadLetterCommand::object).toList()));
        } else if (found.isEmpty()) {
            out.println("There are no dead letters of slot " + config.replicationSlotName() + ".");
        } else {
            Columns columns = new Columns().add("ID", "TABLE", "OPERATION", "KEY", "LSN", "COMMITTED", "ERROR");
            for (StoredLetter letter : found) {
                columns.add(letter.id(), letter.table().toString(), letter.operation(), dash(letter.key()), dash(letter.commitLsn()), dash(letter.commitTime()),
                        letter.error().length() > SHOWN_ERROR ? letter.error().substring(0, SHOWN_ERROR) + "…" : letter.error());
            }
            columns.lines().forEach(out::println);
        }
        return 0;
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static Map<String, @Nullable Object> object(StoredLetter letter) {
        return Json.object("id", letter.id(), "schema", letter.table().schema(), "table", letter.table().table(), "operation", letter.operation(),
                "key", image(letter.key()), "error", letter.error(), "commit_lsn", orNull(letter.commitLsn()), "xid", orNull(letter.xid()),
                "commit_time", orNull(letter.commitTime()), "recorded_at", letter.recordedAt());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Object image(@Nullable String json) {
        return json == null || json.isEmpty() ? null : JsonMapper.shared().readTree(json);
    }

    private static int show(Config config, String[] ids, boolean json, PrintWriter out) {
        StoredLetter letter;
        try (Letters letters = new Letters(config)) {
            letter = letters.find(ids[0]).orElseThrow(() -> unknown(ids[0]));
        }
        if (json) {
            Map<String, @Nullable Object> object = object(letter);
            object.put("old_row", image(letter.oldRow()));
            object.put("new_row", image(letter.newRow()));
            out.println(Json.pretty(object));
            return 0;
        }
        Columns columns = new Columns().add("id", letter.id()).add("table", letter.table().toString()).add("operation", letter.operation())
                .add("commit LSN", dash(letter.commitLsn())).add("transaction", dash(letter.xid())).add("committed", dash(letter.commitTime()))
                .add("recorded", letter.recordedAt()).add("error", letter.error());
        columns.lines().forEach(out::println);
        print("old row", Letters.lines(letter.oldRow()), out);
        print("new row", Letters.lines(letter.newRow()), out);
        return 0;
    }

    private static void print(String title, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println(title + ":");
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static CdcException unknown(String id) {
        return CdcException.configuration("letter-unknown", "There is no dead letter " + id + ".", "See pg2any dead-letter list.");
    }

    /** The ids that are meant, all of which exist if they were named. */
    private static List<String> meant(Config config, String[] ids, boolean all) {
        if (all == ids.length > 0) {
            throw CdcException.configuration("letter-which", "Give either the ids of dead letters or " + ALL + ".", "See pg2any dead-letter list.");
        }
        try (Letters letters = new Letters(config)) {
            List<String> known = letters.list().stream().map(StoredLetter::id).toList();
            for (String id : ids) {
                if (!known.contains(id)) {
                    throw unknown(id);
                }
            }
            return all ? known : List.of(ids);
        }
    }

    private static int retry(Config config, String[] ids, boolean all, boolean json, PrintWriter out) {
        List<String> meant = meant(config, ids, all);
        List<Outcome> outcomes = new ArrayList<>();
        try (Retry retry = new Retry(config)) {
            for (String id : meant) {
                Outcome outcome = retry.attempt(id);
                outcomes.add(outcome);
                if (!json) {
                    out.println(id + "  " + (outcome.done() ? "" : "kept: ") + outcome.what());
                }
            }
        }
        if (json) {
            out.println(Json.pretty(outcomes.stream().map(outcome -> Json.object("id", outcome.id(), "done", outcome.done(), "outcome", outcome.what())).toList()));
        } else if (outcomes.isEmpty()) {
            out.println("There are no dead letters of slot " + config.replicationSlotName() + ".");
        }
        return outcomes.stream().allMatch(Outcome::done) ? 0 : CdcException.Kind.DATA.exitCode();
    }

    private static int drop(Config config, String[] ids, boolean all, boolean json, PrintWriter out) {
        List<String> meant = meant(config, ids, all);
        List<String> dropped;
        try (Letters letters = new Letters(config)) {
            dropped = meant.stream().filter(letters::drop).toList();
        }
        out.println(json ? Json.pretty(Json.object("dropped", dropped)) : "dropped " + dropped.size() + (dropped.size() == 1 ? " dead letter" : " dead letters"));
        return 0;
    }
}
