package io.pg2any.app.status;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import io.pg2any.app.config.HttpSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running process how it is. */
public final class StatusClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ANY = "0.0.0.0";

    private StatusClient() {}

    /** The report of the process that listens there; empty if none does, or something else. */
    public static Optional<StatusReport> ask(HttpSettings.Address address) throws InterruptedException {
        String host = address.host().equals(ANY) ? HttpSettings.DEFAULT.host() : address.host();
        URI uri = URI.create("http://" + host + ":" + address.port() + "/api/status");
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(JsonMapper.shared().readValue(response.body(), StatusReport.class)) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
