package io.pg2any.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.SourceDatabase;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts of the set-up to try, on a real server: the user that they make has all the rights that pg2any needs, and no more. */
class InitScriptsIT {

    private static String script(String name) throws Exception {
        return Files.readString(Path.of("..", "scripts", name));
    }

    @EachTarget(TargetKind.SQLITE)
    void theSampleSourceIsCopiedAndFollowedAsTheUserOfItsScript(Scenario it) throws Exception {
        it.source(script("init_postgres.sql"));
        try {
            ChildProcess run = it.owns(ChildProcess.start("run", "--source", it.source().url("cdc_user:cdc_password", it.source().server().port()),
                    "--destination", it.target().url(), "--slot", it.source().slot(), "--publication", "cdc_pub"));
            Await.until("it follows", Duration.ofSeconds(60), () -> run.output().contains("following"), run::output);
            it.source(script("test_data.sql"));
            Await.until("the target is equal", Duration.ofSeconds(60), () -> it.equality().differences(Set.of(SourceDatabase.MARKER)).isEmpty(), run::output);
            assertThat(it.target().value("SELECT count(*) FROM orders")).isEqualTo("4");
            run.terminate();
            assertThat(run.awaitExit()).as(run::output).isZero();
        } finally {
            it.source("DROP OWNED BY cdc_user", "DROP ROLE cdc_user");
        }
    }
}
