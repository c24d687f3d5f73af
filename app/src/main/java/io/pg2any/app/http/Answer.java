package io.pg2any.app.http;

import java.nio.charset.StandardCharsets;

/** What a request is answered with. */
@SuppressWarnings("ArrayRecordComponent") // written to a stream at once
record Answer(int status, String contentType, byte[] body) {

    private static final String JSON = "application/json";

    static Answer json(int status, String text) {
        return new Answer(status, JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
