package io.pg2any.it.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven over its debugging protocol. One thread. */
public final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final List<String> errors = new ArrayList<>();
    private int calls;

    private Browser(Process process, Path profile) throws IOException, InterruptedException {
        this.process = process;
        Path port = profile.resolve("DevToolsActivePort");
        Await.until("the browser listens", () -> {
            if (!process.isAlive()) {
                throw new TestAbortedException("NO BROWSER: Chromium ended at once with " + process.exitValue() + ". The page is not tested.");
            }
            return Files.exists(port) && Files.readAllLines(port).size() > 1;
        });
        HttpClient http = HttpClient.newHttpClient();
        String base = "http://127.0.0.1:" + Files.readAllLines(port).getFirst();
        HttpRequest newPage = HttpRequest.newBuilder(URI.create(base + "/json/new?about:blank")).PUT(HttpRequest.BodyPublishers.noBody()).build();
        String address = JSON.readTree(http.send(newPage, HttpResponse.BodyHandlers.ofString()).body()).get("webSocketDebuggerUrl").asString();
        this.socket = http.newWebSocketBuilder().buildAsync(URI.create(address), new Answers()).join();
        call("Runtime.enable", "{}");
        call("Log.enable", "{}");
        call("Page.enable", "{}");
    }

    /** Collects whole messages; what the page complains of is kept apart. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                JsonNode read = JSON.readTree(message.toString());
                message.setLength(0);
                if (read.has("id")) {
                    answers.add(read);
                } else if (read.path("method").asString("").equals("Runtime.exceptionThrown") || read.path("method").asString("").equals("Log.entryAdded")) {
                    synchronized (errors) {
                        errors.add(read.get("params").toString());
                    }
                }
            }
            from.request(1);
            return null;
        }
    }

    /** Starts it; skips the test, and says so, where there is none. */
    public static Browser start(Path profile) {
        Path program = find().orElseThrow(() -> new TestAbortedException("NO BROWSER: the page is not tested. Install Chromium (chromium)."));
        try {
            Process process = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return new Browser(process, profile);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    /** Goes to a page. */
    public void open(String url) {
        call("Page.navigate", "{\"url\":" + JSON.writeValueAsString(url) + "}");
    }

    /** Makes the window so large, in light or in dark. */
    public void look(int width, int height, boolean dark) {
        call("Emulation.setScrollbarsHidden", "{\"hidden\":true}");
        call("Emulation.setDeviceMetricsOverride", "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}");
        call("Emulation.setEmulatedMedia", "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
    }

    /** The text of the element that a selector finds; empty if there is none. */
    public String text(String selector) {
        return evaluate("(document.querySelector(" + JSON.writeValueAsString(selector) + ")?.innerText) ?? ''");
    }

    public void click(String selector) {
        evaluate("document.querySelector(" + JSON.writeValueAsString(selector) + ").click(), ''");
    }

    /** Presses a key as a person does. */
    public void press(String key, String text) {
        call("Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"" + key + "\",\"code\":\"" + key + "\",\"windowsVirtualKeyCode\":" + ("Enter".equals(key) ? 13 : 9)
                + ",\"text\":" + JSON.writeValueAsString(text) + "}");
        call("Input.dispatchKeyEvent", "{\"type\":\"keyUp\",\"key\":\"" + key + "\",\"code\":\"" + key + "\"}");
    }

    /** Types into what has the focus. */
    public void type(String text) {
        call("Input.insertText", "{\"text\":" + JSON.writeValueAsString(text) + "}");
    }

    /** The value of an expression of JavaScript, as text. */
    public String evaluate(String expression) {
        JsonNode result = call("Runtime.evaluate", "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":" + JSON.writeValueAsString(expression) + "}");
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + result.get("exceptionDetails"));
        }
        JsonNode value = result.path("result").path("value");
        return value.isMissingNode() || value.isNull() ? "" : value.asString();
    }

    /** A picture of the whole page. */
    public byte[] picture() {
        return Base64.getDecoder().decode(call("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}").get("data").asString());
    }

    /** What scripts threw and what the browser refused to load. */
    public List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    private JsonNode call(String method, String parameters) {
        int id = ++calls;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true).join();
        try {
            for (JsonNode answer = answers.poll(30, TimeUnit.SECONDS); answer != null; answer = answers.poll(30, TimeUnit.SECONDS)) {
                if (answer.get("id").asInt() == id) {
                    if (answer.has("error")) {
                        throw new AssertionError(method + ": " + answer.get("error"));
                    }
                    return answer.get("result");
                }
            }
            throw new AssertionError("the browser does not answer " + method);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
