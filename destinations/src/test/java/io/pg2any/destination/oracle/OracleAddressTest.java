package io.pg2any.destination.oracle;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.error.CdcException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class OracleAddressTest {

    private static DestinationSettings settings(String url) {
        return new DestinationSettings(url, null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), true, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "oracle://me:p%2Fw@db.example.org/shop | jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db.example.org)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=shop)))",
        "oracle://me:p%2Fw@[::1]:1600,b/shop.example.org | jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=::1)(PORT=1600))(ADDRESS=(PROTOCOL=tcp)(HOST=b)(PORT=1521))"
                + "(CONNECT_DATA=(SERVICE_NAME=shop.example.org)))",
        "oracle://me:p%2Fw@db.example.org/shop?protocol=tcps | jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=db.example.org)(PORT=2484))(CONNECT_DATA=(SERVICE_NAME=shop)))",
        "jdbc:oracle:thin:me/p/w@//db.example.org:1521/shop | jdbc:oracle:thin:@//db.example.org:1521/shop",
        "jdbc:oracle:thin:me/\"p/w\"@db.example.org:1521:SID | jdbc:oracle:thin:@db.example.org:1521:SID",
        "jdbc:oracle:thin:me/p/w@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s))) "
                + "| jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))",
        "jdbc:oracle:thin:me/p/w@shop_high?TNS_ADMIN=/etc/wallet | jdbc:oracle:thin:@shop_high?TNS_ADMIN=/etc/wallet"
    })
    void everyFormSaysTheSame(String url, String driverUrl) {
        assertThat(OracleAddress.accepts(url)).isTrue();
        OracleAddress address = OracleAddress.parse(settings(url));
        assertThat(address.url()).isEqualTo(driverUrl);
        assertThat(address.driver()).containsEntry("user", "me").containsEntry("password", "p/w");
        assertThat(address).hasToString("OracleAddress[hidden]");
    }

    @Test
    void thePasswordOfTheSettingsGoesFirstAndTheDriversOwnOptionsPass() {
        DestinationSettings own = new DestinationSettings("oracle://me:x@h/s?oracle.net.ssl_server_dn_match=true", "you", "y", Duration.ofSeconds(5), Duration.ZERO, true, Map.of());
        Properties driver = OracleAddress.parse(own).driver();
        assertThat(driver).containsEntry("user", "you").containsEntry("password", "y").containsEntry("oracle.net.ssl_server_dn_match", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oracle://h", "oracle://me:S3CRET@h/s?unknown=1", "oracle://me:S3CRET@h/s?protocol=http", "oracle://me:S3CRET@h/a(b)", "jdbc:oracle:thin:me/S3CRET", "jdbc:oracle:thin:me/S3CRET@"})
    void whatCannotBeRightIsSaidWithoutSecrets(String url) {
        assertThatThrownBy(() -> OracleAddress.parse(settings(url))).isInstanceOfSatisfying(CdcException.class, e -> {
            assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
            assertThat(e.explain()).doesNotContain("S3CRET");
        });
    }

    @Test
    void aMissingDriverIsNamedWithItsFolder() {
        System.setProperty(OracleDriver.FOLDER, "/opt/pg2any/drivers");
        try {
            assertThatThrownBy(() -> new OracleServer(OracleAddress.parse(settings("oracle://me:pw@127.0.0.1:1/s"))).connect()).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).isEqualTo("driver-missing");
                assertThat(e.explain()).contains("ojdbc17.jar", "/opt/pg2any/drivers", "PG2ANY_DRIVERS");
            });
        } finally {
            System.clearProperty(OracleDriver.FOLDER);
        }
    }
}
