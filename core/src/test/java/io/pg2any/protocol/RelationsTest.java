package io.pg2any.protocol;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class RelationsTest {

    private static final Xid STREAMED = new Xid(7);

    private final Relations relations = new Relations();

    @Test
    void aRelationIsFoundUnderItsOid() {
        for (int oid = -500; oid < 500; oid++) {
            relations.put(relation(oid, "t" + oid));
        }
        for (int oid = -500; oid < 500; oid++) {
            assertThat(name(oid)).isEqualTo("t" + oid);
        }
        assertThat(relations.get(500)).isNull();
    }

    @Test
    void theLatestDescriptionHolds() {
        relations.put(relation(1, "old"));
        assertThat(name(1)).isEqualTo("old");
        relations.put(relation(1, "new"));
        assertThat(name(1)).isEqualTo("new");
    }

    @Test
    void aRelationOfAStreamedTransactionIsSeenThereAlone() {
        relations.put(relation(1, "committed"));
        relations.enter(STREAMED);
        assertThat(name(1)).isEqualTo("committed");
        relations.put(relation(1, "altered"));
        assertThat(name(1)).isEqualTo("altered");
        relations.leave();
        assertThat(name(1)).isEqualTo("committed");
        relations.enter(STREAMED);
        assertThat(name(1)).isEqualTo("altered");
    }

    @Test
    void aCommitMakesTheRelationsOfAStreamedTransactionKnownToAll() {
        relations.put(relation(1, "committed"));
        relations.enter(STREAMED);
        relations.put(relation(1, "altered"));
        relations.put(relation(2, "created"));
        relations.leave();
        relations.keep(STREAMED);
        assertThat(name(1)).isEqualTo("altered");
        assertThat(name(2)).isEqualTo("created");
    }

    @Test
    void anAbortForgetsTheRelationsOfAStreamedTransaction() {
        relations.put(relation(1, "committed"));
        relations.enter(STREAMED);
        relations.put(relation(1, "altered"));
        relations.put(relation(2, "created"));
        relations.leave();
        relations.drop(STREAMED);
        assertThat(name(1)).isEqualTo("committed");
        assertThat(relations.get(2)).isNull();
    }

    @Test
    void aCommitDoesNotBringBackARelationThatAnotherTransactionDescribedLater() {
        relations.enter(STREAMED);
        relations.put(relation(1, "streamed"));
        relations.leave();
        relations.put(relation(1, "later"));
        relations.keep(STREAMED);
        assertThat(name(1)).isEqualTo("later");
    }

    private String name(int oid) {
        return relations.get(oid).table().table();
    }

    private static Relation relation(int oid, String name) {
        return new Relation(oid, new TableId("public", name), ReplicaIdentity.DEFAULT, List.of(new Column("id", true, 23, -1)));
    }
}
