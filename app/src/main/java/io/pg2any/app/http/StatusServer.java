package io.pg2any.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.pg2any.app.config.HttpSettings;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;
import io.pg2any.app.metrics.PrometheusMetrics;
import io.pg2any.app.status.Health;
import io.pg2any.app.status.Monitor;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page, the probes and the metrics of one stream. Reads are free to whoever reaches the port; changes need the token. Each request
 * has a virtual thread, and none of them touches the threads that move rows.
 */
public final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final String SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int BACKLOG = 32;
    private static final String GET = "GET";
    private static final String POST = "POST";

    static {
        // The JDK's server waits for ever for a request that does not end; it reads these when its first instance is made.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Access access;
    private final Monitor monitor;
    /** Made when it is asked for: who does not scrape does not load its classes. */
    private @Nullable PrometheusMetrics metrics;
    private final Map<String, Function<HttpExchange, Answer>> reads = new LinkedHashMap<>();
    private final Map<String, Function<HttpExchange, Answer>> changes = new LinkedHashMap<>();

    private StatusServer(HttpServer server, Access access, Monitor monitor) {
        this.server = server;
        this.access = access;
        this.monitor = monitor;
        reads.put("/", _ -> file("page.html", "text/html; charset=utf-8"));
        reads.put("/page.css", _ -> file("page.css", "text/css; charset=utf-8"));
        reads.put("/page.js", _ -> file("page.js", "text/javascript; charset=utf-8"));
        reads.put("/chart.js", _ -> file("chart.js", "text/javascript; charset=utf-8"));
        reads.put("/icon.svg", _ -> file("icon.svg", "image/svg+xml"));
        reads.put("/metrics", this::metrics);
        reads.put("/health", _ -> verdict(monitor.healthy()));
        reads.put("/ready", _ -> verdict(monitor.ready()));
        reads.put("/api/status", _ -> Answer.json(200, JsonMapper.shared().writeValueAsString(monitor.report())));
        reads.put("/api/history", _ -> Answer.json(200, JsonMapper.shared().writeValueAsString(monitor.history())));
        changes.put("/api/pause", _ -> {
            monitor.pause();
            LOG.info("paused by request");
            return done();
        });
        changes.put("/api/resume", _ -> {
            monitor.resume();
            LOG.info("resumed by request");
            return done();
        });
        changes.put("/api/log-level", this::logLevel);
    }

    /** Listens; where that is not possible it says so and the stream goes on without. */
    public static Optional<StatusServer> start(HttpSettings settings, Monitor monitor) {
        if (settings.address().isEmpty()) {
            return Optional.empty();
        }
        HttpSettings.Address address = settings.address().get();
        try {
            InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
            if (socket.isUnresolved()) {
                throw new IOException("the host is not known");
            }
            HttpServer http = HttpServer.create(socket, BACKLOG);
            StatusServer server = new StatusServer(http, new Access(socket.getAddress(), settings.token()), monitor);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            LOG.info("status page url=http://{}:{}/", address.host(), server.port());
            return Optional.of(server);
        } catch (IOException e) {
            LOG.warn("no status page: {} cannot be listened on: {}. Choose another address with --http, or --http off.", address, e.getMessage());
            return Optional.empty();
        }
    }

    /** The port, which may have been chosen by the system. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (!access.mayRead(headers.getFirst("Host"))) {
            return Answer.text(421, "This server answers to localhost and 127.0.0.1 only.");
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        try {
            Function<HttpExchange, Answer> read = reads.get(path);
            Function<HttpExchange, Answer> change = changes.get(path);
            if (read != null && (method.equals(GET) || method.equals("HEAD"))) {
                return read.apply(exchange);
            }
            if (change != null && method.equals(POST)) {
                return change(change, exchange);
            }
        } catch (RuntimeException e) {
            LOG.warn("a request failed path={}", path, e);
            return Answer.text(500, "This could not be answered; the reason is in the log.");
        }
        return reads.containsKey(path) || changes.containsKey(path)
                ? Answer.text(405, "Not with " + method.replaceAll("[^A-Z]", "") + ".")
                : Answer.text(404, "There is nothing here. Try / or /metrics, /health, /ready, /api/status.");
    }

    private Answer change(Function<HttpExchange, Answer> change, HttpExchange exchange) {
        if (!access.hasToken()) {
            return Answer.text(403, "Nothing can be changed here: set --http-token (or CDC_HTTP_TOKEN, CDC_HTTP_TOKEN_FILE) to allow it.");
        }
        if (!access.mayChange(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Answer.text(401, "The token is missing or wrong: send the header Authorization: Bearer TOKEN.");
        }
        return change.apply(exchange);
    }

    private Answer logLevel(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        for (LogLevel level : LogLevel.values()) {
            if (query.equalsIgnoreCase("level=" + level.name())) {
                Logging.level(level);
                monitor.note("Log level " + level.name().toLowerCase(java.util.Locale.ROOT) + " by request");
                return done();
            }
        }
        return Answer.text(400, "Say which: /api/log-level?level=error, warn, info, debug or trace.");
    }

    private static Answer done() {
        return Answer.json(200, "{\"done\":true}");
    }

    private synchronized PrometheusMetrics metrics() {
        PrometheusMetrics made = metrics;
        if (made == null) {
            made = new PrometheusMetrics(monitor::metrics, monitor.health(), monitor.version());
            metrics = made;
        }
        return made;
    }

    private Answer metrics(HttpExchange exchange) {
        PrometheusMetrics.Page page = metrics().page(exchange.getRequestHeaders().getFirst("Accept"));
        return new Answer(200, page.contentType(), page.body());
    }

    private Answer verdict(Health.Verdict verdict) {
        return Answer.json(verdict.ok() ? 200 : 503, JsonMapper.shared().writeValueAsString(verdict));
    }

    private static Answer file(String name, String type) {
        try (InputStream in = resource(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new Answer(200, type, in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream resource(String name) {
        return StatusServer.class.getResourceAsStream(name);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (answer.status() == 401) {
            headers.set("WWW-Authenticate", "Bearer");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
