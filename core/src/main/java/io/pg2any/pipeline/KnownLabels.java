package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.EnumLabels;
import io.pg2any.source.LabelCatalog.Sighting;

/** The labels that the target's rows have for values of the source's enum types, as far as that is known. Stored in the target. Applier thread. */
final class KnownLabels {

    private final DestinationHandler destination;
    private final Map<Integer, EnumLabels> known = new HashMap<>();
    /** Types that came with labels that were touched before anyone looked. */
    private final Set<Integer> suspects = new HashSet<>();
    private final boolean unknown;

    KnownLabels(DestinationHandler destination) {
        this.destination = destination;
        destination.labels().forEach(labels -> known.put(labels.typeOid(), labels));
        this.unknown = known.isEmpty();
    }

    /** Takes over what is new and cannot be in a row yet, or is seen for the first time ever; whether anything was stored, in the open transaction. */
    boolean adopt(Sighting seen) {
        boolean stored = false;
        for (EnumLabels now : seen.types().values()) {
            EnumLabels before = known.get(now.typeOid());
            if (before == null && !unknown && seen.touched().contains(now.typeOid())) {
                suspects.add(now.typeOid());
            }
            if (before == null || !now.renames(before) && !now.equals(before)) {
                store(now);
                stored = true;
            }
        }
        return stored;
    }

    /** The types of which a label has another text now, or may have had one. */
    Set<Integer> renamed(Sighting seen) {
        Set<Integer> renamed = new HashSet<>(suspects);
        seen.types().values().forEach(now -> {
            EnumLabels before = known.get(now.typeOid());
            if (before != null && now.renames(before)) {
                renamed.add(now.typeOid());
            }
        });
        renamed.retainAll(seen.types().keySet());
        return renamed;
    }

    /** The texts by which rows with renamed labels are found in the source; of a suspect, all. */
    Set<String> texts(Sighting seen, Set<Integer> types) {
        Set<String> texts = new HashSet<>();
        for (int type : types) {
            EnumLabels now = seen.types().get(type);
            EnumLabels before = known.get(type);
            if (now != null) {
                now.labels().forEach((oid, text) -> {
                    if (before == null || suspects.contains(type) || !text.equals(before.labels().get(oid))) {
                        texts.add(text);
                    }
                });
            }
        }
        return texts;
    }

    /** The target's rows have these labels now: stored in the open transaction. */
    void settle(Sighting seen, Set<Integer> types) {
        types.forEach(type -> {
            EnumLabels now = seen.types().get(type);
            if (now != null) {
                store(now);
            }
            suspects.remove(type);
        });
    }

    private void store(EnumLabels labels) {
        destination.recordLabels(labels);
        known.put(labels.typeOid(), labels);
    }
}
