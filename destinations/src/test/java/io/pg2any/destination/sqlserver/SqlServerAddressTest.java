package io.pg2any.destination.sqlserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.Failure;
import io.pg2any.error.CdcException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SqlServerAddressTest {

    private static DestinationSettings settings(String url) {
        return new DestinationSettings(url, null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), true, Map.of());
    }

    private static Properties driver(String url) {
        assertThat(SqlServerAddress.accepts(url)).as(url).isTrue();
        return SqlServerAddress.parse(settings(url)).driver();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sqlserver://me:p%3Bw@db.example.org:1444/shop?trustServerCertificate=true",
        "jdbc:sqlserver://db.example.org:1444;databaseName=shop;user=me;password={p;w};trustServerCertificate=true",
        "jdbc:sqlserver://;serverName=db.example.org;portNumber=1444;database=shop;user=me;password={p;w};trustServerCertificate=true;",
        "Server=tcp:db.example.org,1444;Database=shop;User Id=me;Password=\"p;w\";TrustServerCertificate=Yes;Connect Timeout=30;Pooling=false",
        "Data Source=db.example.org,1444;Initial Catalog=shop;UID=me;PWD='p;w';Trust Server Certificate=True"
    })
    void everyFormSaysTheSame(String url) {
        Properties driver = driver(url);
        assertThat(driver).containsEntry("serverName", "db.example.org").containsEntry("portNumber", "1444").containsEntry("databaseName", "shop")
                .containsEntry("user", "me").containsEntry("password", "p;w").containsEntry("trustServerCertificate", "true").doesNotContainKey("encrypt");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sqlserver://sa:P@ss;w0rd!{}@db:1433/shop", "sqlserver://sa:P%40ss%3Bw0rd!%7B%7D@db/shop", "User Id=sa;Password=\"P@ss;w0rd!{}\";Database=shop;Server=db,1433",
        "Database=shop;Data Source=db;User ID=sa;PWD='P@ss;w0rd!{}';ConnectRetryCount=3;ApplicationIntent=ReadWrite",
        "jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password={P@ss;w0rd!{}}}"
    })
    void aPasswordMayHaveAnySign(String url) {
        assertThat(driver(url)).containsEntry("serverName", "db").containsEntry("databaseName", "shop").containsEntry("user", "sa").containsEntry("password", "P@ss;w0rd!{}");
    }

    @Test
    void theCertificateIsVerifiedWhereThatIsAskedForOrEveryoneKnowsIt() {
        assertThat(driver("sqlserver://u:p@db/d")).containsEntry("encrypt", "true").containsEntry("trustServerCertificate", "true");
        assertThat(driver("sqlserver://u:p@127.0.0.1/d")).containsEntry("encrypt", "false");
        assertThat(driver("sqlserver://u:p@db/d?encrypt=true")).containsEntry("encrypt", "true").doesNotContainKey("trustServerCertificate");
        assertThat(driver("Server=db;Database=d;TrustServerCertificate=False")).containsEntry("trustServerCertificate", "false").doesNotContainKey("encrypt");
        assertThat(driver("sqlserver://u:p@shop.database.windows.net/d")).doesNotContainKeys("encrypt", "trustServerCertificate");
    }

    @Test
    void userAndPasswordOfTheSettingsComeFirst() {
        DestinationSettings parts = new DestinationSettings("sqlserver://db:1433/shop", "sa", "p{;}", Duration.ofSeconds(5), Duration.ofSeconds(60), true, Map.of());
        assertThat(SqlServerAddress.parse(parts).driver()).containsEntry("user", "sa").containsEntry("password", "p{;}").containsEntry("portNumber", "1433");
    }

    @Test
    void instancesAndIpv6AddressesAreUnderstood() {
        assertThat(driver("Server=.\\SQLEXPRESS;Database=d;Encrypt=Optional")).containsEntry("serverName", "localhost").containsEntry("instanceName", "SQLEXPRESS")
                .containsEntry("encrypt", "false").doesNotContainKey("portNumber");
        assertThat(driver("sqlserver://u:p@[2001:db8::1]:1433/d")).containsEntry("serverName", "2001:db8::1").containsEntry("portNumber", "1433");
        assertThat(driver("sqlserver://[::1]/d")).containsEntry("serverName", "::1").containsEntry("encrypt", "false").doesNotContainKey("portNumber");
        assertThat(driver("sqlserver://u@h/d?encrypt=Strict&hostNameInCertificate=x")).containsEntry("encrypt", "strict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlserver://host:x/d", "sqlserver://host/", "sqlserver:///d", "Server=h;Databse=d", "Server=h", "Server=h;Database=\"d", "sqlserver://h/d?nonsense=1"})
    void whatIsWrongIsSaid(String url) {
        assertThatThrownBy(() -> SqlServerAddress.parse(settings(url))).isInstanceOfSatisfying(CdcException.class, e -> {
            assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
            assertThat(e.code()).isEqualTo("destination-url");
        });
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SqlServerServer server = new SqlServerServer(SqlServerAddress.parse(settings("sqlserver://u:secret@127.0.0.1:" + port + "/d")));
        assertThatThrownBy(server::connect).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(server.errors().classify(e)).isEqualTo(Failure.UNREACHABLE);
            assertThat(server.errors().message(e)).doesNotContain("secret", "ClientConnectionId");
        });
    }
}
