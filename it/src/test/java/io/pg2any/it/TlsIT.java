package io.pg2any.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.Certificates;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.SourceDatabase;
import io.pg2any.it.harness.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Both ends over TLS whose certificates are checked, with a certificate or SCRAM as the login. One PostgreSQL serves as both. */
class TlsIT {

    private static final String PASSWORD = "a password for SCRAM";
    /** Runs a program at a terminal. */
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private static PostgresServer server(Certificates certificates, Path directory) throws Exception {
        Path access = Files.write(directory.resolve("pg_hba.conf"), List.of(
                "local all all trust",
                "host all postgres 127.0.0.1/32 trust",
                "hostssl all by_certificate all cert",
                "hostssl all by_password all scram-sha-256"));
        return PostgresServer.start(Map.of("ssl", "on", "ssl_cert_file", certificates.file("server.crt"), "ssl_key_file", certificates.file("server.key"),
                "ssl_ca_file", certificates.file("ca.crt"), "hba_file", access.toString(), "password_encryption", "scram-sha-256"));
    }

    private static String url(PostgresServer server, String host, String database, String user, String options) {
        return "postgresql://" + user + "@" + host + ":" + server.port() + "/" + database + "?" + options;
    }

    private static Config.Builder config(SourceDatabase source, String from, String to) {
        return Config.builder().sourceConnectionString(from).destinationConnectionString(to).replicationSlotName(source.slot())
                .publicationName(source.publication()).heartbeatInterval(Duration.ofMillis(200)).connectionTimeout(Duration.ofSeconds(5))
                .retryLimit(Duration.ofSeconds(1));
    }

    private static CdcException failure(Config.Builder config) {
        try (Stream stream = Stream.start(config.build())) {
            return stream.awaitFailure();
        }
    }

    @Test
    void certificatesAreCheckedOnBothSidesAndLoginsNeedNoPlainPassword(@TempDir Path directory) throws Exception {
        Certificates certificates = Certificates.make(directory, "by_certificate");
        try (PostgresServer server = server(certificates, directory); SourceDatabase source = new SourceDatabase(server)) {
            server.run("CREATE ROLE by_certificate SUPERUSER LOGIN", "CREATE ROLE by_password SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'", "CREATE DATABASE far");
            String checked = "sslmode=verify-full&sslrootcert=" + certificates.file("ca.crt");
            String from = url(server, "localhost", source.name(), "by_certificate",
                    checked + "&sslcert=" + certificates.file("client.crt") + "&sslkey=" + certificates.file("client.pk8"));
            String to = url(server, "localhost", "far", "by_password:" + PASSWORD.replace(" ", "%20"), checked + "&channelBinding=require");
            source.run("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t VALUES (1, 'copied')");
            try (Stream stream = Stream.start(config(source, from, to).build()).awaitFollowing()) {
                source.run("INSERT INTO t VALUES (2, 'followed')");
                Await.until("it arrives", Await.PATIENCE, () -> {
                    stream.failOnEnd();
                    try (java.sql.Connection far = server.connect("far")) {
                        return io.pg2any.it.harness.Sql.value(far, "SELECT string_agg(s, ',' ORDER BY id) FROM t").equals("copied,followed");
                    }
                }, () -> stream.progress().toString());
                assertThat(source.column("SELECT DISTINCT ssl::text FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename LIKE 'by\\_%'"))
                        .containsExactly("true");
                assertThat(source.value("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE backend_type = 'walsender' AND client_dn LIKE '%by_certificate'"))
                        .isEqualTo("1");
            }
            String strange = "sslmode=verify-full&sslrootcert=" + certificates.file("other.crt");
            assertThat(failure(config(source, from.replace("ca.crt", "other.crt"), to))).as("a source of an unknown authority").hasMessageContaining("source").hasMessageContaining("SSL error");
            assertThat(failure(config(source, from, url(server, "localhost", "far", "by_password:x", strange)))).as("a target of an unknown authority")
                    .hasMessageContaining("failed at connecting: SSL error");
            assertThat(failure(config(source, from.replace("@localhost", "@127.0.0.1"), to)).getMessage()).as("a certificate for another name")
                    .containsIgnoringCase("hostname");
        }
    }

    @Test
    void aPasswordIsAskedForAtATerminalAndNowhereElse(@TempDir Path directory) throws Exception {
        Path access = Files.write(directory.resolve("pg_hba.conf"), List.of("local all all trust", "host all postgres 127.0.0.1/32 trust", "host all by_password all scram-sha-256"));
        try (PostgresServer server = PostgresServer.start(Map.of("hba_file", access.toString(), "password_encryption", "scram-sha-256"));
                SourceDatabase source = new SourceDatabase(server)) {
            server.run("CREATE ROLE by_password SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'");
            String url = url(server, "127.0.0.1", source.name(), "by_password", "sslmode=disable");
            String[] list = {"slot", "list", "--source", url, "--ask-password"};
            try (ChildProcess nobody = ChildProcess.start("128m", Map.of(), list)) {
                assertThat(nobody.awaitExit()).as(nobody::output).isEqualTo(2);
                assertThat(nobody.output()).contains("no-terminal", "CDC_SOURCE_PASSWORD_FILE");
            }
            Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
            try (ChildProcess given = ChildProcess.start("128m", Map.of("CDC_SOURCE_PASSWORD_FILE", file.toString()), list)) {
                assertThat(given.awaitExit()).as(given::output).isZero();
            }
            if (!Files.isExecutable(SCRIPT)) {
                throw new TestAbortedException("NO TERMINAL: a typed password is not tested. Install the program script (bsdutils or util-linux).");
            }
            String program = Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '" + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    + "' io.pg2any.app.Main slot list --source '" + url + "' --ask-password";
            try (ChildProcess typed = ChildProcess.command(List.of("sh", "-c", "printf '%s\\r' \"$TYPED\" | " + SCRIPT + " -qec \"$PROGRAM\" /dev/null"),
                    Map.of("TYPED", PASSWORD, "PROGRAM", program))) {
                assertThat(typed.awaitExit()).as(typed::output).isZero();
                assertThat(typed.output()).contains("Password of the source postgresql://127.0.0.1:" + server.port(), "The source has no logical slot.");
            }
        }
    }
}
