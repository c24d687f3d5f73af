package io.pg2any.app.demo;

import java.util.Locale;

/** What is done to the source. */
enum Workload {
    COPY("first copy of %,d rows", 1),
    INSERTS("%,d inserts, 1,000 a transaction", 1),
    SMALL("%,d transactions of one insert", 0.3),
    MIXED("%,d updates, inserts and deletes of 100,000 keys, 10 a transaction", 0.5),
    LARGE("one transaction of %,d inserts", 3);

    private final String title;
    private final double part;

    Workload(String title, double part) {
        this.title = title;
        this.part = part;
    }

    boolean isCopy() {
        return this == COPY;
    }

    int changes(int rows) {
        return (int) (rows * part);
    }

    String title(int rows) {
        return String.format(Locale.ROOT, title, changes(rows));
    }

    /** What writes it, with the table's rows made by the function {@code fill(from, to)}. */
    String sql(int rows) {
        int changes = changes(rows);
        return switch (this) {
            case COPY, LARGE -> "SELECT fill(1, " + changes + ")";
            case INSERTS -> "DO $$ BEGIN FOR i IN 0.." + (changes / 1000 - 1) + " LOOP PERFORM fill(i * 1000 + 1, i * 1000 + 1000); COMMIT; END LOOP; END $$";
            case SMALL -> "DO $$ BEGIN FOR i IN 1.." + changes + " LOOP PERFORM fill(i, i); COMMIT; END LOOP; END $$";
            case MIXED -> "DO $$ BEGIN FOR i IN 1.." + changes / 10 + " LOOP UPDATE orders SET status = 'paid ' || i, amount = amount + 1 WHERE id IN (SELECT 1 + (i * 7919 + g * 104729) % 100000 FROM generate_series(1, 6) g);"
                    + " PERFORM fill(100000 + i * 3 - 2, 100000 + i * 3); DELETE FROM orders WHERE id = 100000 + i * 3 - 6; COMMIT; END LOOP; END $$";
        };
    }
}
