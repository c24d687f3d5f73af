package io.pg2any.source;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.error.CdcException;
import io.pg2any.source.StreamOptions.Streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StreamRequestTest {

    private static StreamRequest request(Integer protocol, Boolean streaming, boolean twoPhase, Origins origins) {
        return new StreamRequest("pub", Optional.ofNullable(protocol), Optional.empty(), Optional.ofNullable(streaming), twoPhase, Optional.ofNullable(origins),
                Duration.ofSeconds(10));
    }

    private static String refusal(StreamRequest request, int server) {
        CdcException e = catchThrowableOfType(CdcException.class, () -> request.negotiate(server, false));
        assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
        return e.explain();
    }

    @ParameterizedTest
    @CsvSource({"14, 2, ON, false", "15, 3, ON, false", "16, 4, PARALLEL, false", "17, 4, PARALLEL, true", "18, 4, PARALLEL, true", "19, 4, PARALLEL, true"})
    void whatIsNotAskedForIsWhatTheServerHas(int server, int protocol, Streaming streaming, boolean failover) {
        StreamOptions options = request(null, null, false, null).negotiate(server, false);
        assertThat(options.protocolVersion()).isEqualTo(protocol);
        assertThat(options.streaming()).isEqualTo(streaming);
        assertThat(options.failover()).isEqualTo(failover);
        assertThat(options.twoPhase()).isFalse();
        assertThat(options.sql()).doesNotContain("two_phase", "origin", "binary");
    }

    @Test
    void anOlderProtocolDoesWithoutWhatItLacks() {
        assertThat(request(1, null, false, null).negotiate(18, false).streaming()).isEqualTo(Streaming.OFF);
        assertThat(request(2, null, false, null).negotiate(18, false).streaming()).isEqualTo(Streaming.ON);
        assertThat(request(4, false, false, null).negotiate(18, false).streaming()).isEqualTo(Streaming.OFF);
    }

    @Test
    void aStandbyKeepsNoSlotForOthers() {
        assertThat(request(null, null, false, null).negotiate(18, true).failover()).isFalse();
    }

    @Test
    void whatIsAskedForAndNotThereIsRefusedWithTheVersionThatHasIt() {
        assertThat(refusal(request(3, null, false, null), 14)).contains("PostgreSQL 14", "protocol version 3", "since PostgreSQL 15", "--protocol-version");
        assertThat(refusal(request(4, null, false, null), 15)).contains("since PostgreSQL 16");
        assertThat(refusal(request(null, null, true, null), 14)).contains("two-phase", "since PostgreSQL 15", "--two-phase");
        assertThat(refusal(request(null, null, false, Origins.NONE), 15)).contains("origins", "since PostgreSQL 16", "--origin");
        assertThat(refusal(request(null, null, false, null), 13)).contains("PostgreSQL 13", "since PostgreSQL 14");
    }

    @Test
    void whatIsAskedForIsSaidToTheServer() {
        assertThat(request(null, true, true, Origins.NONE).negotiate(16, false).sql())
                .contains("proto_version '4'", "streaming 'parallel'", "two_phase 'on'", "origin 'none'");
    }
}
