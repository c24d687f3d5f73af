package io.pg2any.event;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowTest {

    private static final byte[] BYTES = {9, 1, 2, 3, 9};

    private final Row row = new RowBuilder(4)
            .addNull()
            .addText("Grüße".getBytes(StandardCharsets.UTF_8))
            .addUnchanged()
            .addBinary(BYTES, 1, 3)
            .build();

    @Test
    void tellsItsCells() {
        assertThat(row.size()).isEqualTo(4);
        assertThat(row.isNull(0)).isTrue();
        assertThat(row.cell(0)).isEqualTo(new Cell.Null());
        assertThat(row.text(0)).isNull();
        assertThat(row.cell(1)).isEqualTo(new Cell.Text("Grüße"));
        assertThat(row.text(1)).isEqualTo("Grüße");
        assertThat(row.length(1)).isEqualTo(7);
        assertThat(row.isUnchanged(2)).isTrue();
        assertThat(row.cell(2)).isEqualTo(new Cell.Unchanged());
        assertThat(row.kind(3)).isEqualTo(Row.BINARY);
        assertThat(((Cell.Binary) row.cell(3)).value()).containsExactly(1, 2, 3);
        assertThat(row.array()[row.start(3)]).isEqualTo((byte) 1);
    }

    @Test
    void costsTheBytesOfItsWireForm() {
        assertThat(row.bytes()).isEqualTo(1 + (5 + 7) + 1 + (5 + 3));
        assertThat(Row.ofText().bytes()).isZero();
    }

    @Test
    void refusesTheTextOfACellThatHasNone() {
        assertThatThrownBy(() -> row.text(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> row.text(3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void comparesCellsByKindAndBytes() {
        Row other = Row.ofText("Grüße", null, "", "Grüsse");
        assertThat(row.cellEquals(1, other, 0)).isTrue();
        assertThat(row.cellHash(1)).isEqualTo(other.cellHash(0));
        assertThat(row.cellEquals(0, other, 1)).isTrue();
        assertThat(other.cellEquals(1, other, 2)).as("null and empty").isFalse();
        assertThat(row.cellEquals(1, other, 3)).isFalse();
        assertThat(row.cellEquals(2, other, 1)).as("unchanged and null").isFalse();
    }

    @Test
    void ordersCellsByLengthAndThenByBytes() {
        Row ascending = Row.ofText("", "7", "9", "10", "11", "zz", "ü", "100");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ascending.compareCell(i, ascending, j))).as("%s and %s", ascending.text(i), ascending.text(j)).isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void isCompletedFromAnOlderImage() {
        Row newer = new RowBuilder(3).addText(new byte[] {'1'}).addUnchanged().addNull().build();
        Row completed = newer.completedFrom(Row.ofText("0", "kept", "old"));
        assertThat(completed.text(0)).isEqualTo("1");
        assertThat(completed.text(1)).isEqualTo("kept");
        assertThat(completed.text(2)).isNull();
        assertThat(newer.isPartial()).isTrue();
        assertThat(completed.isPartial()).isFalse();
        assertThat(completed.completedFrom(newer)).isSameAs(completed);
    }

    @Test
    void keepsItsValuesOutOfItsText() {
        assertThat(Row.ofText("secret")).hasToString("Row[1 cells, 11 bytes]");
    }

    @Test
    void aBuilderGrowsAndAsksForEveryCell() {
        String large = "x".repeat(100_000);
        assertThat(new RowBuilder(2).addText(large.getBytes(StandardCharsets.UTF_8)).addCell(row, 1).build().text(0)).isEqualTo(large);
        assertThatThrownBy(() -> new RowBuilder(2).addNull().build()).hasMessage("the row needs 2 cells, not 1");
    }
}
