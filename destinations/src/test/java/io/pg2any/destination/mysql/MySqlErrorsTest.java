package io.pg2any.destination.mysql;

import java.io.IOException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.destination.jdbc.Failure;

import static org.assertj.core.api.Assertions.assertThat;

/** What the servers' errors mean, and that their sentences keep the data of rows to themselves. */
final class MySqlErrorsTest {

    private final MySqlErrors errors = new MySqlErrors();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "1045, 28000, LOGIN", "1698, 28000, LOGIN", "4151, HY000, LOGIN", "1049, 42000, NO_DATABASE", "1142, 42000, PRIVILEGE", "1227, 42000, PRIVILEGE", "1193, HY000, SETTINGS",
        "1205, 41000, CONTENTION", "1213, 40001, CONTENTION", "3572, HY000, CONTENTION", "1021, HY000, EXHAUSTED", "1114, HY000, EXHAUSTED", "1040, 08004, EXHAUSTED",
        "1290, HY000, READ_ONLY", "1792, 25006, READ_ONLY", "1836, HY000, READ_ONLY", "2013, HY000, UNREACHABLE", "1927, 70100, UNREACHABLE", "4031, HY000, UNREACHABLE", "0, 08000, UNREACHABLE",
        "1146, 42S02, UNFIT_TABLE", "1054, 42S22, UNFIT_TABLE", "1118, 42000, UNFIT_TABLE", "1364, HY000, UNFIT_TABLE", "1062, 23000, REFUSED", "1406, 22001, REFUSED", "1264, 22003, REFUSED",
        "3819, HY000, REFUSED", "4025, 23000, REFUSED", "1644, 45000, REFUSED", "1153, 08S01, REFUSED", "9999, 22XXX, REFUSED", "9999, HY000, UNKNOWN",
    })
    void classifies(int code, String state, Failure failure) {
        assertThat(errors.classify(new SQLException("message", state, code))).isEqualTo(failure);
    }

    @Test
    void aHandshakeThatFailsIsAMatterOfSettingsAndAConnectionThatBreaksIsNot() {
        assertThat(errors.classify(new SQLException("m", "08000", new SSLHandshakeException("no path")))).isEqualTo(Failure.SETTINGS);
        assertThat(errors.classify(new SQLException("m", "08000", new IOException("reset")))).isEqualTo(Failure.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "(conn=12) Duplicate entry 'it's secret' for key 't.PRIMARY'; Duplicate entry for key 't.PRIMARY'",
        "(conn:12) Incorrect integer value: 'secret' for column `d`.`t`.`a` at row 1; Incorrect integer value: for column `d`.`t`.`a` at row 1",
        "Incorrect string value: '\\xF0\\x9F' for column 'a' at row 3; Incorrect string value: for column 'a' at row 3",
        "Data too long for column 'a' at row 1; Data too long for column 'a' at row 1",
        "Truncated incorrect DOUBLE value: 'secret'; Truncated incorrect DOUBLE value:",
        "Incorrect datetime value: '2024-99-99' for column 'a' at row 1; Incorrect datetime value: for column 'a' at row 1",
    })
    void keepsTheDataOfRowsToItself(String message, String told) {
        assertThat(errors.message(new SQLException(message))).isEqualTo(told);
    }

    @Test
    void leavesTheStatementAway() {
        assertThat(errors.message(new SQLException("(conn=1) Deadlock found\nThe query is: INSERT 'secret'"))).isEqualTo("Deadlock found");
    }
}
