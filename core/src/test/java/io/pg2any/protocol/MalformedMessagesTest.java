package io.pg2any.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.pg2any.error.CdcException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

@Timeout(120)
class MalformedMessagesTest {

    /** Positions tried at each end of a message: what lies between is the inside of one large value. */
    private static final int EDGE = 300;

    @ParameterizedTest
    @MethodSource("io.pg2any.protocol.Golden#all")
    void everyTruncationIsACleanErrorOrAShorterMessage(Golden golden) {
        for (int n = 0; n < golden.messages().size(); n++) {
            byte[] message = golden.messages().get(n);
            for (int length = 0; length < message.length; length++) {
                parse(golden.parserBefore(n), Arrays.copyOf(message, length));
                if (length >= EDGE && length < message.length - EDGE) {
                    length = message.length - EDGE;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.pg2any.protocol.Golden#all")
    void everyFlippedByteIsACleanErrorOrAnotherMessage(Golden golden) {
        for (int n = 0; n < golden.messages().size(); n++) {
            byte[] message = golden.messages().get(n);
            for (int at = 0; at < message.length; at++) {
                for (int flip : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                    byte[] flipped = message.clone();
                    flipped[at] ^= (byte) flip;
                    parse(golden.parserBefore(n), flipped);
                }
                if (at >= EDGE && at < message.length - EDGE) {
                    at = message.length - EDGE;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.pg2any.protocol.Golden#all")
    void trailingBytesAreAnError(Golden golden) {
        for (int n = 0; n < golden.messages().size(); n++) {
            byte[] longer = Arrays.copyOf(golden.messages().get(n), golden.messages().get(n).length + 1);
            MessageParser parser = golden.parserBefore(n);
            assertThat(catchThrowable(() -> parser.parse(longer, 0, longer.length)))
                    .isInstanceOfSatisfying(CdcException.class, MalformedMessagesTest::assertClean);
        }
    }

    @Test
    void anErrorNamesTheMessageThePositionAndWhatWasExpected() {
        assertThatThrownBy(() -> parse("B\0\0\0")).hasMessage("Message 'B', byte 1: expected the commit LSN, but the message ends after 4 bytes.");
        assertThatThrownBy(() -> parse("?")).hasMessage("Message '?', byte 1: expected a known message type, but this one is unknown.");
        assertThatThrownBy(() -> parse("\7")).hasMessageStartingWith("Message 0x7, byte 1");
        assertThatThrownBy(() -> parse("")).hasMessageStartingWith("Message (empty), byte 0: expected a message type");
        assertThatThrownBy(() -> parse("E")).hasMessage("Message 'E', byte 1: expected a stream block to end, but none is open.");
    }

    @Test
    void aChangeOfARelationThatWasNotDescribedIsAnError() {
        assertThatThrownBy(() -> parse("B" + "\0".repeat(16) + "\0\0\0\7", "I\0\0\0\5N\0\0"))
                .hasMessage("Message 'I', byte 5: expected a relation that was described, but OID 5 was not.");
    }

    @Test
    void aLetterOutOfPlaceIsAnErrorAtItsPosition() {
        String relation = "R\0\0\0\5s\0t\0d\0\0";
        assertThatThrownBy(() -> parse("R\0\0\0\5s\0t\0x\0\0"))
                .hasMessage("Message 'R', byte 9: expected one of the letters dnfi, but it is the byte 120.");
        assertThatThrownBy(() -> parse("B" + "\0".repeat(16) + "\0\0\0\7", relation, "I\0\0\0\5X\0\0"))
                .hasMessage("Message 'I', byte 5: expected one of the letters N, but it is the byte 88.");
    }

    @Test
    void aChangeOutsideOfATransactionIsAnError() {
        assertThatThrownBy(() -> parse("I\0\0\0\5N\0\0")).hasMessageContaining("expected a transaction around a change");
    }

    @Test
    void aTransactionMayNotBeginInsideAStreamBlock() {
        assertThatThrownBy(() -> parse("S\0\0\0\7\1", "S\0\0\0\7\0")).hasMessageContaining("inside a stream block");
    }

    @Test
    void hugeAndNegativeLengthsAreErrors() {
        for (String length : new String[] {"\177\377\377\377", "\377\377\377\377", "\200\0\0\0"}) {
            assertThatThrownBy(() -> parse("M\0" + "\0".repeat(8) + "p\0" + length + "x")).hasMessageContaining("expected the content inside");
            assertThatThrownBy(() -> parse("B" + "\0".repeat(16) + "\0\0\0\7", "T" + length + "\0")).hasMessageContaining("relations");
        }
    }

    @Test
    void textThatIsNotUtf8IsAnError() {
        assertThatThrownBy(() -> parse("O" + "\0".repeat(8) + "\377\376\0")).hasMessageContaining("in UTF-8");
    }

    /** Parses messages whose characters are bytes. */
    private static void parse(String... messages) {
        MessageParser parser = new MessageParser();
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
            parser.parse(bytes, 0, bytes.length);
        }
    }

    /** The one property of all malformed input: an event whose every part can be looked at, or the clean error. */
    static boolean parse(MessageParser parser, byte[] message) {
        try {
            EventText.of(parser.parse(message, 0, message.length));
            return true;
        } catch (CdcException e) {
            assertClean(e);
            return false;
        } catch (RuntimeException | Error e) {
            return fail("not a clean error", e);
        }
    }

    private static void assertClean(CdcException e) {
        assertThat(e.kind()).isEqualTo(CdcException.Kind.INTERNAL);
        assertThat(e.code()).isEqualTo("protocol");
        assertThat(e.getMessage()).matches("(?s)Message .+, byte \\d+: expected .+, but .+\\.");
    }
}
