package io.pg2any.app;

import java.util.ArrayList;
import java.util.List;

/**
 * Several command lines one after the other in one process, for the rehearsal from which the cache of a fast start is made. A
 * {@value #NEXT} stands between two of them. Ends with the first exit code that is not 0.
 */
public final class CommandLines {

    /** Between two command lines. */
    public static final String NEXT = "+";

    private CommandLines() {}

    public static void main(String[] arguments) {
        List<String> line = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(NEXT)) {
                execute(line);
                line.clear();
            } else {
                line.add(argument);
            }
        }
        execute(line);
        System.exit(0);
    }

    private static void execute(List<String> line) {
        int exitCode = Main.run(line.toArray(String[]::new));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
