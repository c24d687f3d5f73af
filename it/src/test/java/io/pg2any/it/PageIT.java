package io.pg2any.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.Browser;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.StatusPage;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The page, read and clicked in a browser. It does not depend on the target. */
class PageIT {

    private static final String TOKEN = "a-token-for-the-page";
    /** Where pictures of it go, for whoever wants to look: {@code -Dpg2any.pictures=DIRECTORY}. */
    private static final String PICTURES = System.getProperty("pg2any.pictures", "");

    private static void picture(Browser browser, String name, int width, int height, boolean dark) throws Exception {
        browser.look(width, height, dark);
        assertThat(Integer.parseInt(browser.evaluate("String(document.documentElement.scrollWidth)"))).as("nothing stands out at the side").isLessThanOrEqualTo(width);
        if (!PICTURES.isEmpty()) {
            Files.write(Files.createDirectories(Path.of(PICTURES)).resolve(name + ".png"), browser.picture());
        }
    }

    @EachTarget(TargetKind.SQLITE)
    void onePageTellsWhetherAllIsWellAndLetsTheOwnerPause(Scenario it, @TempDir(cleanup = CleanupMode.NEVER) Path profile) throws Exception {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source("CREATE TABLE orders (id int PRIMARY KEY, s text)", "CREATE TABLE customers (id int PRIMARY KEY)",
                "INSERT INTO orders SELECT i, 'o' FROM generate_series(1, 1500) i", "INSERT INTO customers SELECT generate_series(1, 20)");
        ChildProcess child = it.owns(ChildProcess.start("256m", Map.of("CDC_HTTP_TOKEN", TOKEN),
                "run", "--source", it.source().url("postgres", proxy.port()), "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--http", "127.0.0.1:0", "--watch-interval", "500ms", "--unhealthy-after", "2s"));
        StatusPage page = StatusPage.of(child);
        try (Browser browser = Browser.start(profile)) {
            browser.look(1100, 900, false);
            browser.open(page.url());
            it.caughtUp();
            Await.until("all is well", Await.PATIENCE, () -> browser.text("#headline").equals("All is well"), () -> browser.text("main") + browser.errors());
            it.source("UPDATE orders SET s = 'changed' WHERE id <= 7", "DELETE FROM orders WHERE id = 1400", "INSERT INTO customers VALUES (100)");
            it.caughtUp();
            Await.until("the table's counts", () -> browser.text("#tables").contains("public.orders\t0\t7\t1\t1,500"));
            Await.until("the charts have a scale", () -> browser.text("#rate-top").endsWith("/s") && browser.text("#lag-max").startsWith("peak "));
            assertThat(browser.text("#source")).startsWith("postgresql://127.0.0.1:").doesNotContain("postgres@");
            assertThat(browser.text("#events")).contains("Copied public.orders, 1,500 rows").contains("Following the changes");
            assertThat(browser.text("#facts")).contains("reserved");
            browser.evaluate("document.querySelector('details').open = true, ''");
            assertThat(browser.text("#settings")).contains("http-token").doesNotContain(TOKEN);
            picture(browser, "light", 1100, 900, false);
            picture(browser, "dark", 1100, 900, true);
            picture(browser, "narrow", 400, 900, false);
            browser.look(1100, 900, false);
            pauseAndResume(it, browser);
            proxy.refuse();
            Await.until("it is not well", () -> browser.text("#headline").equals("Not well"));
            assertThat(browser.text("#detail")).contains("nothing has reached the target").contains("source-");
            picture(browser, "ill", 1100, 900, true);
            proxy.resume();
            Await.until("all is well again", () -> browser.text("#headline").equals("All is well"));
            assertThat(browser.errors()).isEqualTo(List.of());
            child.kill();
            Await.until("the page says that nobody is there", () -> browser.text("#headline").equals("No answer"));
        }
    }

    /** By keyboard, with the token, which is asked for once; then by a click. */
    private static void pauseAndResume(Scenario it, Browser browser) {
        browser.evaluate("document.querySelector('#pause').focus(), ''");
        browser.press("Enter", "\r");
        Await.until("it asks for the token", () -> browser.evaluate("String(document.querySelector('#ask').open)").equals("true"));
        browser.type(TOKEN);
        browser.press("Enter", "\r");
        Await.until("it is paused", Await.PATIENCE, () -> browser.text("#headline").equals("Paused"), () -> browser.text("#note") + browser.errors());
        assertThat(browser.text("#pause")).isEqualTo("Resume");
        it.source("INSERT INTO customers VALUES (200)");
        browser.click("#pause");
        Await.until("it goes on", () -> browser.text("#headline").equals("All is well"));
        it.assertEqual();
    }
}
