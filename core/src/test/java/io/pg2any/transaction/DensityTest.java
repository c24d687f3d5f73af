package io.pg2any.transaction;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class DensityTest {

    private static final int PIECE = 256 * 1024;

    /** An insert whose row is a view into a large piece of the stream. */
    private static Insert insert(int at) {
        byte[] row = Row.ofText("key", "value").array();
        byte[] piece = new byte[PIECE];
        System.arraycopy(row, 0, piece, at, row.length);
        Relation relation = new Relation(1, new TableId("public", "t"), ReplicaIdentity.DEFAULT,
                List.of(new Column("a", true, 25, -1), new Column("b", false, 25, -1)));
        return new Insert(relation, new Row(piece, new int[] {at, at + 8}, at + row.length), new Xid(1));
    }

    private static int pinned(Change change) {
        return ((Insert) change).row().array().length;
    }

    @Test
    void whereMostIsKeptRowsStayViewsOfTheStream() {
        Density density = new Density();
        for (int i = 0; i < 1_000; i++) {
            assertThat(pinned(density.kept(insert(PIECE / 2)))).isEqualTo(PIECE);
        }
    }

    @Test
    void whereMostIsDroppedWhatIsKeptHoldsNothingElseAlive() {
        Density density = new Density();
        density.dropped(2 << 20);
        Change kept = density.kept(insert(1000));
        Row row = ((Insert) kept).row();
        assertThat(row.array()).hasSize(row.bytes());
        assertThat(Arrays.asList(row.text(0), row.text(1))).containsExactly("key", "value");
    }
}
