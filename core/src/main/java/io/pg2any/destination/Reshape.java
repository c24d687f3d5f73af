package io.pg2any.destination;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a table of the target is to follow its table in the source. It says what cannot be seen by comparing the two; columns that are
 * missing, or whose type does not hold the values any more, are found by the destination itself, so that the same wish can be
 * repeated after a crash in the middle of it.
 *
 * @param table the table as it is to be
 * @param renamed present names of columns by their former names; no present name is the former name of another column
 * @param dropped former names of columns that go
 * @param relaxed names of columns that must not demand a value: rows may come without them, or with NULL
 * @param retyped names of columns that have another type in the source: a target's type that took shorter values is not enough any more
 * @param constants by the name of a column that is added: what the rows that are there have in it, a number, boolean or text of harmless
 *     characters, in PostgreSQL's form; others have NULL
 * @param refilled names of columns whose values are all written anew afterwards: they need not survive a change of type
 * @param formerKey names (the former ones) of the former primary key, to be removed if it is not the present one
 * @param emptied whether all rows are removed first: the table is copied again
 */
public record Reshape(
        TableSchema table,
        Map<String, String> renamed,
        List<String> dropped,
        List<String> relaxed,
        Set<String> retyped,
        Map<String, String> constants,
        Set<String> refilled,
        List<String> formerKey,
        boolean emptied) {

    public Reshape {
        renamed = Map.copyOf(renamed);
        dropped = List.copyOf(dropped);
        relaxed = List.copyOf(relaxed);
        retyped = Set.copyOf(retyped);
        constants = Map.copyOf(constants);
        refilled = Set.copyOf(refilled);
        formerKey = List.copyOf(formerKey);
    }
}
