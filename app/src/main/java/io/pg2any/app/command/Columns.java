package io.pg2any.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of columns for a terminal or a file, each column as wide as its widest text. A column of numbers under a heading stands to the right. */
final class Columns {

    private static final String GAP = "  ";
    private static final Pattern NUMBER = Pattern.compile("[\\d,]+|-");

    private final List<List<String>> rows = new ArrayList<>();

    Columns add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int room = width(i) - row.get(i).length();
                int before = isOfNumbers(i) ? room : 0;
                line.append(i == 0 ? "" : GAP).repeat(' ', before).append(row.get(i)).repeat(' ', room - before);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private boolean isOfNumbers(int column) {
        return rows.size() > 1 && rows.stream().skip(1).allMatch(row -> column < row.size() && NUMBER.matcher(row.get(column)).matches());
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
