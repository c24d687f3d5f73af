package io.pg2any.destination;

import java.util.List;

/**
 * A foreign key of the source between two replicated tables.
 *
 * @param columns of the table that has it
 * @param references where the referenced table is in the target
 * @param referenced columns there, in the same order
 */
public record ForeignKey(String name, List<String> columns, TargetName references, List<String> referenced) {

    public ForeignKey {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }
}
