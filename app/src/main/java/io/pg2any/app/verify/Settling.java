package io.pg2any.app.verify;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;
import io.pg2any.source.RowReader;

/**
 * Finds out of rows that looked different whether they are, while both sides change. A round reads the source, waits until the target holds what
 * was read, reads the target, and reads the source again. The target then is of a time between both reads of the source: a row that equals one of
 * them is equal, and one that equals neither although the source's version was the same both times is wrong. It is said to be so after several rounds,
 * since a row can come and go in between, and a commit can reach the target a moment before the source shows it to others.
 */
final class Settling {

    private static final int PROOFS = 4;
    private static final int MOST_ROUNDS = 60;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Scope scope;
    private final RowForm form;
    private final Sides sides;
    private final Fence fence;

    Settling(Scope scope, RowForm form, Sides sides, Fence fence) {
        this.scope = scope;
        this.form = form;
        this.sides = sides;
        this.fence = fence;
    }

    /**
     * What came out.
     *
     * @param unsettled keys of rows that were changed at every look
     */
    record Outcome(List<Difference> different, List<Row> unsettled) {}

    /** A row that is not settled yet. */
    private static final class Suspect {
        private final Row key;
        private int proofs;
        private @Nullable Digest lastSeen;

        Suspect(Row key) {
            this.key = key;
        }
    }

    /** Settles rows with these keys. */
    Outcome settle(List<Row> keys) {
        Map<ByteBuffer, Suspect> open = new LinkedHashMap<>();
        keys.forEach(key -> open.putIfAbsent(form.key(key), new Suspect(key)));
        List<Difference> different = new ArrayList<>();
        Map<ByteBuffer, RowReader.Versioned> before = source(open);
        Duration pause = FIRST_PAUSE;
        for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
            if (round > 0) {
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
            fence.pass();
            Map<ByteBuffer, Row> target = target(open);
            Map<ByteBuffer, RowReader.Versioned> after = source(open);
            Map<ByteBuffer, RowReader.Versioned> earlier = before;
            open.entrySet().removeIf(entry -> judge(entry.getValue(), earlier.get(entry.getKey()), target.get(entry.getKey()), after.get(entry.getKey()), different));
            before = after;
        }
        return new Outcome(different, open.values().stream().map(suspect -> suspect.key).toList());
    }

    /** @return whether it is settled */
    private boolean judge(Suspect suspect, RowReader.@Nullable Versioned before, @Nullable Row target, RowReader.@Nullable Versioned after, List<Difference> different) {
        Digest there = target == null ? null : form.digest(target);
        Digest now = digest(after);
        if (Objects.equals(there, digest(before)) || Objects.equals(there, now)) {
            return true;
        }
        boolean untouched = Objects.equals(version(before), version(after));
        boolean first = suspect.proofs == 0;
        suspect.proofs = !untouched ? 0 : first || Objects.equals(suspect.lastSeen, there) ? suspect.proofs + 1 : 1;
        suspect.lastSeen = there;
        if (suspect.proofs < PROOFS) {
            return false;
        }
        different.add(Difference.of(form, suspect.key, after == null ? null : after.row(), target));
        return true;
    }

    private @Nullable Digest digest(RowReader.@Nullable Versioned versioned) {
        return versioned == null ? null : form.digest(versioned.row());
    }

    private static @Nullable String version(RowReader.@Nullable Versioned versioned) {
        return versioned == null ? null : versioned.version();
    }

    private static List<Row> keys(Map<ByteBuffer, Suspect> open) {
        return open.values().stream().map(suspect -> suspect.key).toList();
    }

    private Map<ByteBuffer, RowReader.Versioned> source(Map<ByteBuffer, Suspect> open) {
        Map<ByteBuffer, RowReader.Versioned> found = new HashMap<>();
        scope.fetch(sides.source(), keys(open)).forEach(row -> found.put(form.key(row.row()), row));
        return found;
    }

    private Map<ByteBuffer, Row> target(Map<ByteBuffer, Suspect> open) {
        Map<ByteBuffer, Row> found = new HashMap<>();
        sides.target().fetch(scope.table(), keys(open)).forEach(row -> found.put(form.key(row), row));
        return found;
    }
}
