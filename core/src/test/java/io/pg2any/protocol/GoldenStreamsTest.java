package io.pg2any.protocol;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.pg2any.event.EventType;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenStreamsTest {

    @ParameterizedTest
    @MethodSource("io.pg2any.protocol.Golden#all")
    void aCapturedStreamGivesTheEventsWrittenBesideIt(Golden golden) {
        assertThat(EventText.of(golden)).isEqualTo(golden.expected());
    }

    @Test
    void theCapturedStreamsHoldEveryKindOfEvent() {
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        Golden.all().forEach(golden -> {
            MessageParser parser = new MessageParser();
            golden.messages().forEach(message -> seen.add(parser.parse(message, 0, message.length).type()));
        });
        assertThat(seen).isEqualTo(EnumSet.allOf(EventType.class));
    }

    @ParameterizedTest
    @MethodSource("io.pg2any.protocol.Golden#all")
    void aMessageMayStandAnywhereInItsArray(Golden golden) {
        MessageParser inPlace = new MessageParser();
        MessageParser inTheMiddle = new MessageParser();
        for (byte[] message : golden.messages()) {
            byte[] array = new byte[message.length + 9];
            java.util.Arrays.fill(array, (byte) 'n');
            System.arraycopy(message, 0, array, 5, message.length);
            assertThat(EventText.of(inTheMiddle.parse(array, 5, 5 + message.length)))
                    .isEqualTo(EventText.of(inPlace.parse(message, 0, message.length)));
        }
    }
}
