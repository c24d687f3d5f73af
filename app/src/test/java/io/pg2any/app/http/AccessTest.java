package io.pg2any.app.http;

import java.net.InetAddress;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"})
    void namesOfThisMachineAreAnsweredOnLoopback(String host) {
        assertThat(new Access(LOOPBACK, Optional.empty()).mayRead(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example:80", ""})
    void aNameThatSomeoneMadePointHereIsNotAnswered(String host) {
        assertThat(new Access(LOOPBACK, Optional.empty()).mayRead(host)).isFalse();
        assertThat(new Access(LOOPBACK, Optional.empty()).mayRead(null)).isFalse();
    }

    @Test
    void onlyTheWholeTokenAllowsAChange() {
        Access access = new Access(LOOPBACK, Optional.of("secret"));
        assertThat(access.mayChange("Bearer secret")).isTrue();
        for (String wrong : new String[] {null, "", "secret", "Bearer secre", "Bearer secret2", "Basic secret", "Bearer "}) {
            assertThat(access.mayChange(wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void withoutATokenNothingMayBeChanged() {
        assertThat(new Access(LOOPBACK, Optional.empty()).mayChange("Bearer ")).isFalse();
        assertThat(new Access(LOOPBACK, Optional.of(" ")).hasToken()).isFalse();
    }
}
