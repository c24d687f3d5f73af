package io.pg2any.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LsnTest {

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "16/B374D848", "0/1", "FFFFFFFF/FFFFFFFF", "80000000/0"})
    void printsWhatItParsed(String text) {
        assertThat(Lsn.parse(text)).hasToString(text);
    }

    @Test
    void parsesSmallLettersAndLeadingZeros() {
        assertThat(Lsn.parse("00000016/b374d848")).isEqualTo(new Lsn(0x16B374D848L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "1", "1/", "/1", "1/2/3", "+1/2", "1/-2", "123456789/0", "0/123456789", "x/1", " 1/2", "١/2"})
    void refusesWhatIsNoPosition(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessage("not an LSN: " + text);
    }

    @Test
    void comparesAsUnsigned() {
        Lsn low = Lsn.parse("7FFFFFFF/FFFFFFFF");
        Lsn high = Lsn.parse("80000000/0");
        assertThat(high.isAfter(low)).isTrue();
        assertThat(low.isBefore(high)).isTrue();
        assertThat(low.isBefore(low)).isFalse();
        assertThat(low.max(high)).isEqualTo(high);
        assertThat(high.max(low)).isEqualTo(high);
        assertThat(high.bytesSince(low)).isEqualTo(1);
        assertThat(low.bytesSince(high)).isEqualTo(-1);
        assertThat(Lsn.ZERO.isBefore(low)).isTrue();
    }
}
