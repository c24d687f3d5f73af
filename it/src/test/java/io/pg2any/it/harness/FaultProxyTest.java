package io.pg2any.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultProxyTest {

    private final ServerSocket echo = echo();
    private final FaultProxy proxy = new FaultProxy(echo.getLocalPort());

    private static ServerSocket echo() {
        try {
            ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(server));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> copy(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void copy(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The connection was cut: that is what is tested.
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(2000);
        return socket;
    }

    private static int ping(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void itLetsEverythingThrough() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ping(socket, 42)).isEqualTo(42);
        }
    }

    @Test
    void aCutConnectionIsResetAndANewOneIsLetThrough() throws IOException {
        try (Socket socket = connect()) {
            ping(socket, 1);
            proxy.cut();
            assertThatThrownBy(() -> ping(socket, 2)).isInstanceOf(SocketException.class);
        }
        try (Socket socket = connect()) {
            assertThat(ping(socket, 3)).isEqualTo(3);
        }
    }

    @Test
    void aFrozenConnectionIsSilentAndGoesOnWhereItWas() throws IOException {
        try (Socket socket = connect()) {
            ping(socket, 1);
            proxy.freeze();
            socket.setSoTimeout(50);
            assertThatThrownBy(() -> ping(socket, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.resume();
            socket.setSoTimeout(2000);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void aDelayComesOnTopOfEveryDirection() throws IOException {
        try (Socket socket = connect()) {
            ping(socket, 1);
            proxy.delay(Duration.ofMillis(50));
            long start = System.nanoTime();
            ping(socket, 2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void refusedConnectionsAreResetUntilItResumes() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
            try (Socket socket = connect()) {
                ping(socket, 1);
                ping(socket, 1);
            }
        }).isInstanceOf(IOException.class);
        proxy.resume();
        try (Socket socket = connect()) {
            assertThat(ping(socket, 2)).isEqualTo(2);
        }
    }
}
