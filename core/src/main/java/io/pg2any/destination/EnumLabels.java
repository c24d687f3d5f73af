package io.pg2any.destination;

import java.util.Map;

/**
 * The labels of one of the source's enum types. A label that gets another text keeps its OID.
 *
 * @param typeOid the type's OID
 * @param labels texts by the labels' OIDs
 */
public record EnumLabels(int typeOid, Map<Integer, String> labels) {

    public EnumLabels {
        labels = Map.copyOf(labels);
    }

    /** Whether a label that {@code former} has, too, has another text here. */
    public boolean renames(EnumLabels former) {
        return former.labels.entrySet().stream().anyMatch(label -> labels.containsKey(label.getKey()) && !label.getValue().equals(labels.get(label.getKey())));
    }
}
