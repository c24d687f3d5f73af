package io.pg2any.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageSocketTest {

    private ServerSocket listener;
    private Socket server;
    private MessageSocket messages;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        messages = new MessageSocket(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        listener.close();
    }

    @Test
    void gathersMessagesOfOneTypeThatHaveArrived() throws IOException {
        arrive(message('d', "ab"), message('d', ""), message('d', "cde"), message('c', ""), message('d', "f"));
        assertThat(messages.next()).isTrue();
        assertThat(body()).isEqualTo("ab");
        assertThat(messages.gather()).isEqualTo(2);
        assertThat(body()).isEqualTo("abcde");
        assertThat(messages.gather()).isZero();
        assertThat(messages.next()).isTrue();
        assertThat(messages.type()).isEqualTo((byte) 'c');
        assertThat(messages.gather()).isZero();
        assertThat(messages.next()).isTrue();
        assertThat(body()).isEqualTo("f");
        assertThat(messages.next()).isFalse();
    }

    @Test
    void leavesWhatHasNotArrivedCompletely() throws IOException {
        byte[] last = message('d', "later");
        arrive(message('d', "now"), Arrays.copyOf(last, 7));
        assertThat(messages.next()).isTrue();
        assertThat(messages.gather()).isZero();
        assertThat(body()).isEqualTo("now");
        assertThat(messages.next()).isFalse();
        arrive(Arrays.copyOfRange(last, 7, last.length), message('d', "x".repeat(100_000)), message('d', "y"));
        assertThat(messages.next()).isTrue();
        assertThat(messages.gather() + 1).isEqualTo(3);
        assertThat(body()).isEqualTo("later" + "x".repeat(100_000) + "y");
    }

    private static byte[] message(char type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeByte(type);
        out.writeInt(4 + bytes.length);
        out.write(bytes);
        return message.toByteArray();
    }

    /** Sends these, and waits until they are there. */
    private void arrive(byte[]... pieces) throws IOException {
        int expected = messages.held();
        for (byte[] piece : pieces) {
            server.getOutputStream().write(piece);
            expected += piece.length;
        }
        while (messages.held() < expected) {
            assertThat(messages.read(Duration.ofSeconds(10))).isPositive();
        }
    }

    private String body() {
        return new String(messages.array(), messages.from(), messages.to() - messages.from(), StandardCharsets.US_ASCII);
    }
}
