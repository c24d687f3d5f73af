package io.pg2any.it;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;

import static org.assertj.core.api.Assertions.assertThat;

/** The library's quick start, taken out of README.md as it stands there, compiles and runs; only its two connection strings are replaced. */
class QuickStartIT {

    private static final String SOURCE = "postgresql://user:password@host/db";
    private static final String DESTINATION = "mysql://user:password@host/db";

    private static String quickStart() throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).as("README.md has Java code").isTrue();
        return block.group(1);
    }

    @EachTarget
    void theQuickStartOfTheReadmeCompilesAndRuns(Scenario it, @TempDir Path directory) throws Exception {
        String code = quickStart();
        assertThat(code).containsOnlyOnce(SOURCE).containsOnlyOnce(DESTINATION);
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t VALUES (1, 'copied')");
        Thread.Builder threads = Thread.ofPlatform().name("quick-start");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (URLClassLoader loader = compiled(code.replace(SOURCE, it.source().url()).replace(DESTINATION, it.target().url()), directory)) {
            Runnable main = (Runnable) loader.loadClass("QuickStart").getDeclaredConstructor().newInstance();
            Thread thread = threads.unstarted(main);
            thread.setUncaughtExceptionHandler((running, error) -> failure.set(error));
            thread.start();
            it.caughtUp();
            it.source("INSERT INTO t VALUES (2, 'followed')", "UPDATE t SET s = 'changed' WHERE id = 1");
            it.assertEqual();
            thread.interrupt();
            thread.join();
        }
        assertThat(failure.get()).as("interrupted while it waited, it closed the client").hasCauseInstanceOf(InterruptedException.class);
    }

    private static URLClassLoader compiled(String code, Path directory) throws IOException {
        Path file = directory.resolve("QuickStart.java");
        Files.writeString(file, """
                import io.pg2any.CdcClient;
                import io.pg2any.Config;

                public final class QuickStart implements Runnable {
                    public void run() {
                        try {
                            main();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    static void main() throws InterruptedException {
                %s
                    }
                }
                """.formatted(code));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        boolean good = compiler.getTask(messages, null, null, List.of("-d", directory.toString(), "-cp", classPath, "-Xlint:all,-classfile,-processing,-path"), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file)).call();
        assertThat(good).as(messages.toString()).isTrue();
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, QuickStartIT.class.getClassLoader());
    }
}
