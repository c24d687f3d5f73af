package io.pg2any.destination.oracle;

import java.io.IOException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.destination.jdbc.Failure;

import static org.assertj.core.api.Assertions.assertThat;

/** What the errors of database and driver mean, and that their sentences keep the data of rows to themselves. */
final class OracleErrorsTest {

    private final OracleErrors errors = new OracleErrors();

    @ParameterizedTest(name = "ORA-{0}")
    @CsvSource({
        "1017, 72000, LOGIN", "28000, 99999, LOGIN", "12154, 08000, NO_DATABASE", "1031, 42000, PRIVILEGE", "1950, 42000, PRIVILEGE", "54, 61000, CONTENTION", "60, 61000, CONTENTION",
        "2049, 42000, CONTENTION", "1555, 72000, CONTENTION", "8177, 72000, CONTENTION", "955, 42000, CONTENTION", "1653, 72000, EXHAUSTED", "20, 60000, EXHAUSTED", "12519, 08006, EXHAUSTED", "16000, 72000, READ_ONLY",
        "12541, 08006, UNREACHABLE", "12514, 08006, UNREACHABLE", "17002, 08006, UNREACHABLE", "3113, 08000, UNREACHABLE", "1033, 64000, UNREACHABLE", "1089, 72000, UNREACHABLE", "99999, 08003, UNREACHABLE",
        "28040, 72000, SETTINGS", "942, 42000, UNFIT_TABLE", "904, 42000, UNFIT_TABLE", "1439, 42000, UNFIT_TABLE", "32795, 99999, UNFIT_TABLE", "1, 23000, REFUSED", "1400, 23000, REFUSED",
        "12899, 72000, REFUSED", "1461, 72000, REFUSED", "2291, 23000, REFUSED", "20001, 72000, REFUSED", "4091, 42000, REFUSED", "600, 60000, UNKNOWN"
    })
    void classifies(int code, String state, Failure failure) {
        assertThat(errors.classify(new SQLException("message", state, code))).isEqualTo(failure);
    }

    @Test
    void aHandshakeThatFailsIsAMatterOfSettingsAndAConnectionThatBreaksIsNot() {
        assertThat(errors.classify(new SQLException("m", "08006", 17002, new SSLHandshakeException("no path")))).isEqualTo(Failure.SETTINGS);
        assertThat(errors.classify(new SQLException("m", "08006", 17002, new IOException("reset")))).isEqualTo(Failure.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "~ORA-00001: unique constraint (ME.T_PK) violated on table ME.T columns (ID)\nORA-03301: (ORA-00001 details) row with column values (ID:secret) already exists\n\nhttps://docs.oracle.com/error-help/db/ora-00001/~;"
                + "ORA-00001: unique constraint (ME.T_PK) violated on table ME.T columns (ID)",
        "~ORA-01722: unable to convert string value containing 'secret' to a number: C~; ORA-01722: unable to convert string value to a number: C",
        "~ORA-20001: no\nORA-06512: at \"ME.TR\", line 2\nORA-04088: error during execution of trigger 'ME.TR'~; ORA-20001: no ORA-04088: error during execution of trigger 'ME.TR'"
    })
    void keepsTheDataOfRowsToItself(String message, String told) {
        assertThat(errors.message(new SQLException(message))).isEqualTo(told.strip());
    }
}
