package io.pg2any.it.harness;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process serves over HTTP, found by what it logs. */
public final class StatusPage {

    private static final Pattern ADDRESS = Pattern.compile("status page url=(http://127\\.0\\.0\\.1:(\\d+)/)");

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;
    private final int port;

    private StatusPage(String url, int port) {
        this.url = url;
        this.port = port;
    }

    /** That of a process that was started with {@code --http 127.0.0.1:0}; waits until it is there. */
    public static StatusPage of(ChildProcess process) {
        Await.until("a status page", Await.PATIENCE, () -> ADDRESS.matcher(process.output().replace("\\/", "/")).find(), process::output);
        Matcher found = ADDRESS.matcher(process.output().replace("\\/", "/"));
        if (!found.find()) {
            throw new AssertionError(process.output());
        }
        return new StatusPage(found.group(1), Integer.parseInt(found.group(2)));
    }

    public String url() {
        return url;
    }

    public int port() {
        return port;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).build());
    }

    /** Asks for a change, with a header {@code Authorization} if there is one. */
    public HttpResponse<String> post(String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.noBody());
        return send(authorization.isEmpty() ? request.build() : request.header("Authorization", authorization).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " gives no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status line of the answer to a request that claims to be for another host. */
    public String statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("GET /api/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        }
    }

    /** The samples of {@code /metrics} by their series, such as {@code pg2any_errors_total{kind="data"}}. */
    public Map<String, Double> metrics() {
        Map<String, Double> samples = new LinkedHashMap<>();
        get("metrics").body().lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1).replace("+Inf", "Infinity")));
        });
        return samples;
    }

    /** One sample; fails if there is none. */
    public double metric(String series) {
        Double value = metrics().get(series);
        if (value == null) {
            throw new AssertionError("there is no sample " + series + " among\n" + String.join("\n", metrics().keySet()));
        }
        return value;
    }
}
