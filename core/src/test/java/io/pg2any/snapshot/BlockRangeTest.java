package io.pg2any.snapshot;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlockRangeTest {

    private static final BlockRange ALL = new BlockRange(7, 0, BlockRange.OPEN);

    @Test
    void piecesForSeveralWorkersHoldEveryBlockOnceAndGetSmallerTowardsTheEnd() {
        for (int workers = 2; workers < 6; workers++) {
            for (long size : new long[] {1600, 1601, 1999, 100_000}) {
                List<BlockRange> pieces = ALL.cutFor(workers, 100, size);
                assertThat(pieces.getFirst().from()).isZero();
                for (int i = 1; i < pieces.size(); i++) {
                    assertThat(pieces.get(i).from()).isEqualTo(pieces.get(i - 1).to());
                }
                assertThat(pieces.getLast().isOpen()).isTrue();
                long last = size - pieces.getLast().from();
                BlockRange before = pieces.get(pieces.size() - 2);
                assertThat(last).isBetween(2 * (before.to() - before.from()) - 2, 2 * (before.to() - before.from()) + 2);
                assertThat(pieces.getFirst().to()).isBetween(90L, 110L);
                assertThat(last).isBetween(40L, 60L);
            }
        }
    }

    @Test
    void aSingleWorkerAndSmallHeapsGetPiecesOfOneSize() {
        assertThat(ALL.cutFor(1, 100, 1600)).isEqualTo(ALL.cut(100, 1600));
        assertThat(ALL.cutFor(4, 100, 500)).isEqualTo(ALL.cut(100, 500));
        assertThat(ALL.cutFor(4, 3, 500)).isEqualTo(ALL.cut(3, 500));
    }

    @Test
    void whatIsLeftOfAHeapIsWhatNoPieceHolds() {
        List<BlockRange> pieces = ALL.cutFor(2, 100, 1600);
        assertThat(BlockRange.rest(7, pieces)).isEmpty();
        assertThat(BlockRange.rest(7, pieces.subList(0, 3))).containsExactly(new BlockRange(7, pieces.get(3).from(), BlockRange.OPEN));
        assertThat(pieces).allSatisfy(piece -> assertThat(BlockRange.parse(piece.label())).isEqualTo(piece));
    }
}
