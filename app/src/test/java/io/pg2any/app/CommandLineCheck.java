package io.pg2any.app;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ParameterException;

/** Parses a shown command line by the program's own rules, without doing it. */
public final class CommandLineCheck {

    private static final Pattern COMMAND = Pattern.compile("^(?:\\$ )?(?:\\w+=\\S+ )*(?:\\./)?pg2any (.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private CommandLineCheck() {}

    /** What is wrong with the command; empty if nothing is, or if the line is no command of ours. */
    public static String problem(String line) {
        Matcher command = COMMAND.matcher(line);
        if (!command.matches() || line.contains("…")) { // none of ours, or a synopsis
            return "";
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.group(1));
        while (word.find() && !word.group().matches("[>|;&#].*")) { // up to what is the shell's
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        try {
            String[] arguments = words.toArray(String[]::new);
            Main.commandLine(arguments).parseArgs(arguments);
            return "";
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }
}
