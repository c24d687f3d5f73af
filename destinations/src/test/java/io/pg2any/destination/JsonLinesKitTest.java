package io.pg2any.destination;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.CdcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The example destination has to hold what every destination has, as {@code docs/custom-destination.md} shows it. */
// An excerpt of docs/custom-destination.md begins: kit
final class JsonLinesKitTest implements CheckpointContract, ChangeContract, StreamContract {

    @TempDir
    private Path folder;

    @Override
    public TestTarget fresh() {
        return new JsonLinesTarget(folder);
    }
    // An excerpt of docs/custom-destination.md ends: kit

    @Override
    public String sourceUrl() {
        return PostgresDatabases.url("postgres", "postgres");
    }

    /** Rows that were there before tell it from their next change on. */
    @Test
    void aColumnThatIsAddedIsInTheLinesFromThenOn() {
        try (TestSource source = new TestSource(sourceUrl()); TestTarget target = fresh()) {
            source.run("CREATE TABLE people (id int PRIMARY KEY, note text)", "INSERT INTO people VALUES (1, 'a'), (2, 'b')");
            try (CdcClient client = CdcClient.create(StreamProcess.config(source.url(), source.slot(), target.provider(), target.url()))) {
                client.start();
                source.awaitConfirmed(client);
                source.run("ALTER TABLE people ADD COLUMN later int DEFAULT 5", "INSERT INTO people VALUES (3, 'c', 6)", "UPDATE people SET later = id WHERE id < 3");
                source.awaitConfirmed(client);
            }
            assertThat(target.contents("people", source.columns("people"))).isEqualTo(source.contents("people"));
        }
    }
}
