package io.pg2any.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A half-open range of the blocks of a heap.
 *
 * @param file {@code relfilenode} of the heap: while it is the same, rows stay in their blocks unless they are changed
 * @param from first block
 * @param to the block behind the last; {@link #OPEN}: the heap's end, wherever that is by then
 */
record BlockRange(long file, long from, long to) {

    static final long OPEN = Long.MAX_VALUE;

    boolean isOpen() {
        return to == OPEN;
    }

    String label() {
        return file + ":" + from + "-" + (isOpen() ? "" : to);
    }

    static BlockRange parse(String label) {
        int colon = label.indexOf(':');
        int dash = label.indexOf('-');
        try {
            return new BlockRange(Long.parseLong(label.substring(0, colon)), Long.parseLong(label.substring(colon + 1, dash)),
                    dash == label.length() - 1 ? OPEN : Long.parseLong(label.substring(dash + 1)));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a range of blocks: " + label, e);
        }
    }

    /** What of a heap is not in {@code done}, in order; ranges of other files do not count. */
    static List<BlockRange> rest(long file, List<BlockRange> done) {
        List<BlockRange> rest = new ArrayList<>();
        long from = 0;
        for (BlockRange range : done.stream().filter(range -> range.file == file).sorted(Comparator.comparingLong(BlockRange::from)).toList()) {
            if (range.from > from) {
                rest.add(new BlockRange(file, from, range.from));
            }
            from = Math.max(from, range.to);
        }
        if (from != OPEN) {
            rest.add(new BlockRange(file, from, OPEN));
        }
        return rest;
    }

    /** The same blocks in pieces of about {@code blocks}, given that the heap has {@code size} of them now. */
    List<BlockRange> cut(long blocks, long size) {
        List<BlockRange> pieces = new ArrayList<>();
        long end = Math.min(to, size);
        long count = Math.max(1, (end - from + blocks / 2) / Math.max(1, blocks));
        long begin = from;
        for (long i = 1; i <= count; i++) {
            long next = i == count ? to : from + (end - from) * i / count;
            pieces.add(new BlockRange(file, begin, next));
            begin = next;
        }
        return pieces;
    }

    /**
     * The same blocks in pieces that several workers, who take them in order, finish together: at first of about {@code blocks}, at the end of a quarter of
     * that. The last one is of two quarters, so that it begins last and as a rule ends last: who sees the last rows then sees all of them.
     */
    List<BlockRange> cutFor(int workers, long blocks, long size) {
        List<BlockRange> pieces = cut(blocks, size);
        int large = pieces.size() - workers;
        if (workers == 1 || large < workers || blocks < 4) {
            return pieces;
        }
        List<BlockRange> small = new BlockRange(file, pieces.get(large).from, to).cut(blocks / 4, size);
        List<BlockRange> tapered = new ArrayList<>(pieces.subList(0, large));
        tapered.addAll(small.subList(0, small.size() - 2));
        tapered.add(new BlockRange(file, small.get(small.size() - 2).from, to));
        return tapered;
    }
}
