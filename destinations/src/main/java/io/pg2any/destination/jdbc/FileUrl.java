package io.pg2any.destination.jdbc;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import io.pg2any.error.CdcException;

/**
 * A URL that names the file of a database in process: {@code scheme://path?options} or {@code jdbc:scheme:path?options}.
 *
 * @param path absolute, in a folder that exists
 * @param query what stands behind the question mark; empty if nothing does
 */
public record FileUrl(Path path, String query) {

    /** Whether a URL is one of these, in capitals or not. */
    public static boolean accepts(String scheme, String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith(scheme + "://") || lower.startsWith("jdbc:" + scheme + ":");
    }

    /**
     * The file of a URL that is accepted.
     *
     * @param extension of such files, for the example in errors
     * @throws CdcException of kind configuration if it names none that can be
     */
    public static FileUrl parse(String scheme, String extension, String url) {
        String jdbc = "jdbc:" + scheme + ":";
        String rest = url.substring(url.regionMatches(true, 0, jdbc, 0, jdbc.length()) ? jdbc.length() : scheme.length() + "://".length());
        int question = rest.indexOf('?');
        String file = question < 0 ? rest : rest.substring(0, question);
        String example = "It looks like " + scheme + ":///absolute/path/file." + extension + " or " + scheme + "://relative/path/file." + extension + ".";
        if (file.isBlank() || file.startsWith(":")) {
            throw CdcException.configuration("destination-url", "The destination's URL names no file.", example);
        }
        return new FileUrl(inExistingFolder(file, example), question < 0 ? "" : rest.substring(question + 1));
    }

    private static Path inExistingFolder(String file, String example) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw CdcException.configuration("destination-url", "The folder of the destination's file, " + folder + ", does not exist.",
                        "Make the folder, or correct the path.");
            }
            return path;
        } catch (InvalidPathException e) {
            throw CdcException.configuration("destination-url", "The destination's URL names no file that can exist.", example);
        }
    }
}
