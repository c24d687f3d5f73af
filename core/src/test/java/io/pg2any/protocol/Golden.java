package io.pg2any.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A captured stream: messages of a real server in their order. */
record Golden(String name, List<byte[]> messages) {

    static Stream<Golden> all() {
        return Stream.of("v1-text", "v1-binary", "v2-streamed", "v3-prepared", "v3-streamed-prepared", "v4-parallel")
                .map(name -> new Golden(name, split(resource(name + ".bin"))));
    }

    /** The events as the file beside the capture tells them. */
    String expected() {
        return new String(resource(name + ".txt"), StandardCharsets.UTF_8).strip();
    }

    static List<byte[]> split(byte[] file) {
        List<byte[]> messages = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(file);
        while (buffer.hasRemaining()) {
            byte[] message = new byte[buffer.getInt()];
            buffer.get(message);
            messages.add(message);
        }
        return messages;
    }

    /** A parser that has read the messages before the {@code n}th, but for changes of rows, of which it remembers nothing. */
    MessageParser parserBefore(int n) {
        MessageParser parser = new MessageParser();
        for (byte[] message : messages.subList(0, n)) {
            if ("IUD".indexOf(message[0]) < 0) {
                parser.parse(message, 0, message.length);
            }
        }
        return parser;
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/protocol/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
