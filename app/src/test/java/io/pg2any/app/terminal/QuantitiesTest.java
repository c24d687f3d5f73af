package io.pg2any.app.terminal;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuantitiesTest {

    @Test
    void areWrittenAsPeopleReadThem() {
        assertThat(Quantities.count(1234567)).isEqualTo("1,234,567");
        assertThat(Quantities.bytes(1023)).isEqualTo("1023 B");
        assertThat(Quantities.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Quantities.bytes(300L << 20)).isEqualTo("300 MiB");
        assertThat(Quantities.time(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(Quantities.time(Duration.ofMillis(3210))).isEqualTo("3.2 s");
        assertThat(Quantities.time(Duration.ofSeconds(247))).isEqualTo("4:07 min");
        assertThat(Quantities.time(Duration.ofMinutes(125))).isEqualTo("2:05 h");
    }
}
