package io.pg2any.it;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.Level;
import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.LogLines;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.StatusPage;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets go in by every way there is, and come out by none. */
class SecretsIT {

    private static final String SECRET = "S3CR3T-marker";
    /** Nobody listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    /** All that a run that fails says: its log at the finest level, its error with all causes, the texts of its objects. */
    private static String said(Config.Builder config) {
        StringWriter said = new StringWriter();
        try (LogLines log = new LogLines(Level.TRACE)) {
            Config built = config.connectionTimeout(Duration.ofSeconds(2)).retryLimit(Duration.ofMillis(1)).build();
            said.append(built.toString());
            try (CdcClient client = CdcClient.create(built)) {
                client.start();
                client.await();
                throw new AssertionError("it was to fail");
            } catch (CdcException e) {
                said.append(e.explain());
                e.printStackTrace(new PrintWriter(said, true));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            said.append(String.join("\n", log.lines()));
        }
        return said.toString();
    }

    @EachTarget({TargetKind.SQLITE, TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void noErrorOfAnyDriverTellsAPassword(Scenario it) {
        List<UnaryOperator<Config.Builder>> ways = new ArrayList<>();
        for (String source : List.of("postgresql://u:" + SECRET + "@" + NOWHERE + "/d", "postgresql://u:a/" + SECRET + "@" + NOWHERE + "/d",
                "postgresql://u:a?" + SECRET + "@" + NOWHERE + "/d", "postgresql://u:a#" + SECRET + "@" + NOWHERE + "/d", "postgresql://u:%zz" + SECRET + "@h/d",
                "postgresql://u:a b" + SECRET + "@h/d", "jdbc:postgresql://u:" + SECRET + "@" + NOWHERE + "/d", "postgresql://u:" + SECRET + "@" + NOWHERE + "x/d",
                "jdbc:postgresql://" + NOWHERE + "/d?user=u&password=" + SECRET, "Host=127.0.0.1;Port=1;Username=u;Password=" + SECRET + ";Database=d",
                "host=127.0.0.1 port=1 password=" + SECRET, SECRET, it.source().url("postgres:" + SECRET, it.source().server().port()) + "_missing",
                it.source().url("postgres:" + SECRET, it.source().server().port()) + "?sslmode=verify-full&sslpassword=" + SECRET)) {
            ways.add(config -> config.sourceConnectionString(source));
        }
        String kind = it.target().url().replaceFirst("://.*", "");
        if (it.kind() != TargetKind.SQLITE) {
            for (String destination : List.of(kind + "://u:" + SECRET + "@" + NOWHERE + "/d", kind + "://u:a/" + SECRET + "@" + NOWHERE + "/d",
                    kind + "://u:a?" + SECRET + "@" + NOWHERE + "/d", kind + "://u:1/x?" + SECRET + "@h/d", "jdbc:" + kind + "://" + NOWHERE + "/d?user=u&password=" + SECRET,
                    kind + "://u:" + SECRET + "@" + NOWHERE, kind + "://u:" + SECRET + "@" + NOWHERE + "x/d", kind + "://u:" + SECRET + "@" + NOWHERE + "/d?nosuchoption=1",
                    it.target().url().replaceFirst("//[^@]*@", "//nosuchuser:" + SECRET + "@").replaceFirst("/[^/]*$", "/nosuchdatabase"))) {
                ways.add(config -> config.destinationConnectionString(destination));
            }
            ways.add(config -> config.destinationConnectionString(kind + "://" + NOWHERE + "/d").destinationLogin(new Config.Login(Optional.of("u"), Optional.of(SECRET))));
        } else {
            ways.add(config -> config.destinationConnectionString("nosuchdatabase://u:" + SECRET + "@h/d"));
        }
        for (UnaryOperator<Config.Builder> way : ways) {
            assertThat(said(way.apply(it.config()))).isNotEmpty().doesNotContain(SECRET).doesNotContain("S3CR3T");
        }
    }

    /** In the source's password, a password of the destination that it does not need, the token, and rows. */
    @EachTarget({TargetKind.SQLITE, TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void aRunningProcessTellsNoSecretAndNoRowAtAnyLevelNorOnItsPage(Scenario it, @TempDir Path directory) throws Exception {
        String row = "a-row-that-is-nobodys-business";
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t VALUES (1, '" + row + "')");
        Path token = Files.writeString(directory.resolve("token"), SECRET + "-token\n");
        Path file = Files.writeString(directory.resolve("pg2any.yaml"), "destination-password: " + SECRET + "\nlog-level: trace\nlog-format: json\n");
        ChildProcess child = it.owns(ChildProcess.start("256m", Map.of("CDC_HTTP_TOKEN_FILE", token.toString(), "CDC_SOURCE_PASSWORD", SECRET),
                "run", "--config", file.toString(), "--source", it.source().url("postgres:" + SECRET, it.source().server().port()), "--destination", it.target().url(),
                "--slot", it.source().slot(), "--publication", it.source().publication(), "--http", "127.0.0.1:0", "--watch-interval", "200ms"));
        StatusPage page = StatusPage.of(child);
        it.caughtUp();
        it.source("UPDATE t SET s = '" + row + "-2' WHERE id = 1", "INSERT INTO t VALUES (2, '" + row + "')");
        it.assertEqual();
        assertThat(page.post("api/pause", "Bearer " + SECRET + "-token").statusCode()).isEqualTo(200);
        assertThat(page.post("api/pause", "Bearer wrong-" + SECRET).statusCode()).isEqualTo(401);
        Await.until("the slot was looked at", () -> page.get("api/status").body().contains("reserved"));
        StringBuilder all = new StringBuilder();
        for (String path : List.of("", "page.js", "metrics", "health", "ready", "api/status", "api/history", "nothing-here")) {
            all.append(page.get(path).body());
        }
        child.terminate();
        child.awaitExit();
        assertThat(child.output()).contains("essage\":\"following");
        assertThat(all.toString()).contains("destination-password");
        assertThat(all + child.output()).doesNotContain(SECRET).doesNotContain(row);
    }
}
