package io.pg2any.it;

import java.util.Map;

import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that look at a source beside a stream. */
class CommandsIT {

    private static ChildProcess run(Scenario it, Map<String, String> environment, String... arguments) {
        return it.owns(ChildProcess.start("128m", environment, arguments));
    }

    /** What the source holds does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void aSlotIsListedAndDroppedButNotWhileAStreamUsesIt(Scenario it) throws Exception {
        it.source("CREATE TABLE t (id int PRIMARY KEY)");
        it.follow();
        Map<String, String> source = Map.of("CDC_SOURCE_CONNECTION_STRING", it.source().url());
        ChildProcess list = run(it, source, "slot", "list", "--json");
        ChildProcess inUse = run(it, source, "slot", "drop", it.source().slot(), "--yes");
        assertThat(list.awaitExit()).as(list::output).isZero();
        JsonNode slots = JsonMapper.shared().readTree(list.output());
        JsonNode ours = slots.valueStream().filter(slot -> slot.get("name").asString().equals(it.source().slot())).findFirst().orElseThrow();
        assertThat(ours.get("active").asBoolean()).isTrue();
        assertThat(ours.get("plugin").asString()).isEqualTo("pgoutput");
        assertThat(ours.get("wal_status").asString()).isEqualTo("reserved");
        assertThat(ours.get("retained_bytes").asLong()).isNotNegative();
        assertThat(inUse.awaitExit()).isEqualTo(2);
        assertThat(inUse.output()).contains("slot-in-use", "pg_terminate_backend(" + ours.get("active_pid").asLong() + ")");
        it.stop();
        ChildProcess unasked = run(it, source, "slot", "drop", it.source().slot());
        assertThat(unasked.awaitExit()).as(unasked::output).isEqualTo(2);
        assertThat(unasked.output()).contains("not-confirmed", "--yes");
        ChildProcess drop = run(it, source, "slot", "drop", it.source().slot(), "--yes");
        assertThat(drop.awaitExit()).as(drop::output).isZero();
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'")).isEqualTo("0");
    }
}
