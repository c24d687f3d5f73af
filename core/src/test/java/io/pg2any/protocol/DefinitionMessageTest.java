package io.pg2any.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Message;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionMessageTest {

    /** As PostgreSQL wrote it. */
    private static final String MESSAGE = """
            {"v": 1, "by": 733, "oid": 4000000000, "file": 16390, "gone": false, "name": "t\\"\\u00e9", "schema": "public", "columns": [{"n": 1, "mod": -1, \
            "name": "id", "type": 23, "filled": false, "default": null, "missing": null, "notnull": true, "version": 732, "declared": "integer", \
            "generated": false, "hasmissing": false}, {"n": 4, "mod": 24, "name": "b", "type": 1043, "filled": true, "default": "'\\n'", "missing": "a\\nb", \
            "notnull": false, "version": 733, "declared": "character varying(20)", "generated": false, "hasmissing": true}], "dropped": [2, 3], "primary": [1], \
            "identity": "d", "partition": false, "identified": [], "partitioned": false}""";

    private static Optional<Definition> event(String content) {
        return DefinitionMessage.event(new Message(true, new Lsn(1), DefinitionMessage.PREFIX, content.getBytes(StandardCharsets.UTF_8), new Xid(700)));
    }

    @Test
    void tellsTheTableWithItsNumbers() {
        Definition definition = event(MESSAGE).orElseThrow();
        TableDefinition table = definition.table();
        assertThat(definition.xid()).isEqualTo(new Xid(733));
        assertThat(table.table()).isEqualTo(new TableId("public", "t\"é"));
        assertThat(Integer.toUnsignedString(table.oid())).isEqualTo("4000000000");
        assertThat(table.columns()).extracting(TableDefinition.DefinedColumn::number).containsExactly(1, 4);
        assertThat(table.columns().get(1).missing()).isEqualTo("a\nb");
        assertThat(table.highest()).isEqualTo(4);
        assertThat(table.dropped()).containsExactlyInAnyOrder(2, 3);
        assertThat(table.primaryKey()).containsExactly(1);
    }

    @Test
    void aDroppedTableIsToldByNameAlone() {
        Definition definition = event("{\"v\": 1, \"by\": 0, \"oid\": 5, \"schema\": \"s\", \"name\": \"t\", \"gone\": true}").orElseThrow();
        assertThat(definition.table()).isEqualTo(TableDefinition.gone(5, new TableId("s", "t")));
        assertThat(definition.xid()).isEqualTo(new Xid(700));
    }

    @Test
    void whatIsNoneOfOursIsNotRead() {
        assertThat(event("")).isEmpty();
        assertThat(event("not JSON")).isEmpty();
        assertThat(event("{\"v\": 2}")).isEmpty();
        assertThat(event("[".repeat(100_000))).isEmpty();
        assertThat(event(MESSAGE.replace("\"gone\": false", "\"gone\": 1"))).isEmpty();
        assertThat(event(MESSAGE + "x")).isEmpty();
    }

    @Test
    void damagedMessagesNeverFail() {
        Random random = new Random(1);
        byte[] good = MESSAGE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            DefinitionMessage.read(damaged);
        }
    }
}
