package io.pg2any.protocol;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Relation;
import io.pg2any.event.Xid;

/**
 * The relations that the server described so far. What it describes inside a streamed transaction holds for that
 * transaction alone until it ends, because others do not see its changes of tables yet.
 */
final class Relations {

    private final RelationMap global = new RelationMap();
    private final Map<Xid, RelationMap> streamed = new HashMap<>();
    private @Nullable RelationMap current;
    private @Nullable Relation last;
    private long clock;

    void put(Relation relation) {
        last = null;
        (current == null ? global : current).put(relation, ++clock);
    }

    @Nullable Relation get(int oid) {
        Relation cached = last;
        if (cached != null && cached.oid() == oid) {
            return cached;
        }
        Relation found = current == null ? null : current.get(oid);
        if (found == null) {
            found = global.get(oid);
        }
        last = found;
        return found;
    }

    /** A block of the streamed transaction {@code xid} begins. */
    void enter(Xid xid) {
        current = streamed.computeIfAbsent(xid, _ -> new RelationMap());
        last = null;
    }

    /** The block ends. */
    void leave() {
        current = null;
        last = null;
    }

    /**
     * The streamed transaction became part of the history, and its relations with it; except those that another
     * transaction described later, for the server counts on the latest.
     */
    void keep(Xid xid) {
        RelationMap kept = streamed.remove(xid);
        if (kept != null) {
            global.putNewer(kept);
            last = null;
        }
    }

    /** The streamed transaction was rolled back as a whole. */
    void drop(Xid xid) {
        streamed.remove(xid);
    }
}
