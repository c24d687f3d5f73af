package io.pg2any.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.CdcClient;
import io.pg2any.app.config.Masked;
import io.pg2any.app.config.Settings;
import io.pg2any.app.http.StatusServer;
import io.pg2any.app.log.LifeLog;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.Logging;
import io.pg2any.app.status.Health;
import io.pg2any.app.status.Monitor;
import io.pg2any.app.status.StatusReport;
import io.pg2any.app.terminal.LiveLine;
import io.pg2any.app.terminal.StreamView;
import io.pg2any.error.CdcException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pg2any run}: one stream until it is asked to end. */
public final class RunCommand implements Command {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "run";
    }

    /** Flags made from the table of {@link Option}. */
    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardFlags.addTo(CommandSpec.create());
        spec.usageMessage()
                .description("Copies what is there and follows every change, until SIGTERM or Ctrl-C ends it cleanly; a second one ends it at once.")
                .customSynopsis("pg2any run --source URL --destination URL [OPTIONS]")
                .footer("", "A flag goes before its environment variable, the variable before the file, the file before the default in brackets.",
                        "For each variable, NAME_FILE names a file that holds the value.", "SIZE: 64k, 8m, 1g. TIME: 500ms, 15s, 5m, 1h.")
                .sortOptions(false)
                .width(120);
        SharedOptions.add(spec, SharedOptions.EVERY);
        return spec;
    }

    @Override
    public int execute(ParseResult parsed) {
        Settings settings = SharedOptions.read(parsed);
        boolean watched = LiveLine.terminal() && settings.logFormat() == LogFormat.TEXT;
        StreamView view = watched ? new StreamView(System.err) : null;
        Logging.start(settings.logLevel(), settings.logFormat(), view == null ? new FileOutputStream(FileDescriptor.err) : view.log());
        try {
            follow(CdcClient.create(settings.config()), settings, view);
            return 0;
        } catch (CdcException e) {
            // Whoever reads the log learns how it ended; whoever reads standard error gets the same line from it.
            log().error("ended kind={} {}", e.kind().name(), e.explain(), e.kind() == CdcException.Kind.INTERNAL ? e : null);
            return e.kind().exitCode();
        }
    }

    private static void follow(CdcClient client, Settings settings, @Nullable StreamView view) {
        StopSignals.listen(() -> {
            log().info("stopping: what is being applied is committed first; a second signal ends at once");
            client.requestStop();
        });
        if (view != null) {
            client.observer(view);
        }
        try (Monitor monitor = monitor(client, settings)) {
            client.start(); // it connects while the rest is set up
            serve(client, settings, view, monitor);
        } catch (CdcException e) {
            throw e;
        } catch (Exception e) {
            throw CdcException.internal("interrupted", "The main thread was interrupted.", e);
        }
        log().info("stopped position={}", client.progress().durable());
    }

    private static void serve(CdcClient client, Settings settings, @Nullable StreamView view, Monitor monitor) throws Exception {
        try (StatusServer _ = StatusServer.start(settings.http(), monitor).orElse(null);
                AutoCloseable _ = view == null ? LifeLog.start(client::progress, LOG_INTERVAL) : show(client, view)) {
            client.await();
        }
    }

    private static Monitor monitor(CdcClient client, Settings settings) {
        List<StatusReport.Setting> shown = new TreeMap<>(settings.given()).entrySet().stream()
                .map(entry -> new StatusReport.Setting(entry.getKey().key(), Masked.value(entry.getKey(), entry.getValue().text()))).toList();
        return new Monitor(client, settings.config(), shown, new Health(settings.unhealthyAfter(), settings.readyLag()));
    }

    private static AutoCloseable show(CdcClient client, StreamView view) {
        view.start(client::progress);
        return view;
    }

    /** Asked for when it is needed: whoever only wants the help does not wait for logging to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(RunCommand.class);
    }
}
