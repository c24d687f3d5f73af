package io.pg2any.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random changes of a table's columns and rows, as statements: of every kind, alone and in transactions, some of them rolled back. */
public final class RandomSchemaChanges {

    private static final List<String> TYPES = List.of("int", "bigint", "text", "varchar(20)", "numeric(10,2)", "boolean", "date");
    private static final int MOST_COLUMNS = 8;

    private final Random random;
    private final String table;
    private final boolean keyed;
    private List<Column> columns = new ArrayList<>();
    private int nextId = 1;
    private int nextName = 1;

    private record Column(String name, String type) {}

    public RandomSchemaChanges(Random random, String table, boolean keyed) {
        this.random = random;
        this.table = table;
        this.keyed = keyed;
    }

    /** What makes the table with some rows. */
    public List<String> create() {
        columns.add(new Column("a", "int"));
        columns.add(new Column("b", "text"));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + table + " (id int" + (keyed ? " PRIMARY KEY" : "") + ", a int, b text)");
        if (!keyed) {
            statements.add("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }
        for (int i = 0; i < 20; i++) {
            statements.add(insert());
        }
        return statements;
    }

    /** Some statements that belong together; the last one writes a row. */
    public List<String> next() {
        List<String> statements = new ArrayList<>();
        boolean transaction = random.nextInt(3) == 0;
        List<Column> before = List.copyOf(columns);
        boolean rolledBack = transaction && random.nextInt(4) == 0;
        if (transaction) {
            statements.add("BEGIN");
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            statements.add(random.nextInt(3) == 0 ? change() : write());
        }
        if (transaction) {
            statements.add(rolledBack ? "ROLLBACK" : "COMMIT");
        }
        if (rolledBack) {
            columns = new ArrayList<>(before);
        }
        statements.add(insert());
        return statements;
    }

    private String change() {
        String alter = "ALTER TABLE " + table + " ";
        int what = random.nextInt(5);
        if (columns.size() < 2 || what < 2 && columns.size() < MOST_COLUMNS) {
            Column added = new Column("c" + nextName++, TYPES.get(random.nextInt(TYPES.size())));
            columns.add(added);
            return alter + "ADD " + added.name + " " + added.type + switch (random.nextInt(4)) {
                case 0 -> "";
                case 1 -> " DEFAULT " + value(added.type, "CASE WHEN random() < 2 THEN ", " END");
                default -> " NOT NULL DEFAULT " + value(added.type, "", "");
            };
        }
        int which = random.nextInt(columns.size());
        Column column = columns.get(which);
        switch (what) {
            case 2 -> {
                columns.set(which, new Column("c" + nextName++, column.type));
                return alter + "RENAME " + column.name + " TO " + columns.get(which).name;
            }
            case 3 -> {
                // to the same type with USING cannot be seen, as docs/schema-changes.md says
                List<String> others = TYPES.stream().filter(type -> !type.equals(column.type)).toList();
                Column retyped = new Column(column.name, others.get(random.nextInt(others.size())));
                columns.set(which, retyped);
                return alter + "ALTER " + column.name + " DROP DEFAULT, ALTER " + column.name + " TYPE " + retyped.type + " USING "
                        + value(retyped.type, "CASE WHEN id % 3 < 2 THEN ", " ELSE " + value(retyped.type, "", "") + " END");
            }
            default -> {
                columns.remove(which);
                return alter + "DROP " + column.name;
            }
        }
    }

    private String write() {
        int divisor = 2 + random.nextInt(6);
        String where = " WHERE id % " + divisor + " = " + random.nextInt(divisor);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + where + " AND id % 5 = 0";
            case 1, 2 -> {
                if (columns.isEmpty()) {
                    yield insert();
                }
                Column column = columns.get(random.nextInt(columns.size()));
                yield "UPDATE " + table + " SET " + column.name + " = " + value(column.type, "", "") + where;
            }
            default -> insert();
        };
    }

    private String insert() {
        String names = columns.stream().map(column -> ", " + column.name).collect(Collectors.joining());
        String values = columns.stream().map(column -> ", " + value(column.type, "", "")).collect(Collectors.joining());
        return "INSERT INTO " + table + " (id" + names + ") VALUES (" + nextId++ + values + ")";
    }

    private String value(String type, String before, String after) {
        int n = random.nextInt(1000);
        return before + switch (type) {
            case "int" -> String.valueOf(n);
            case "bigint" -> n + "::bigint * 10000000000";
            case "boolean" -> n % 2 == 0 ? "true" : "false";
            case "date" -> "date '2020-01-01' + " + n;
            case "numeric(10,2)" -> n + ".25";
            default -> "'text " + n + "'";
        } + after;
    }
}
