package io.pg2any.destination;

import java.util.List;

/**
 * What becomes of a table's columns in a destination, told before anything is written.
 *
 * @param table the table as it would be replicated
 * @param exists whether the target has it already; otherwise it is what pg2any would make
 * @param columns one for each of the table's columns, in their order
 * @param problem why the table cannot be replicated as it is, as a sentence with the remedy; empty: it can
 */
public record TypeReport(TableSchema table, boolean exists, List<Column> columns, String problem) {

    public TypeReport {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name its name in the target
     * @param sourceType as PostgreSQL spells it
     * @param targetType as the target spells it; empty: the target does not have the column
     * @param loss what the target's type cannot hold or changes, as a clause; empty: every value arrives exactly
     */
    public record Column(String name, String sourceType, String targetType, String loss) {

        public boolean isLossless() {
            return loss.isEmpty();
        }
    }
}
