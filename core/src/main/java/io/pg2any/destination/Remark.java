package io.pg2any.destination;

/**
 * Something that a check found out.
 *
 * @param subject what it is about, in a few words
 * @param message what was found, as a clause or sentence
 * @param remedy what the user can do; empty where nothing is to be done
 */
public record Remark(Level level, String subject, String message, String remedy) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** It works, at a price or for now. */
        WARN,
        /** It will not work. */
        FAIL
    }

    public static Remark ok(String subject, String message) {
        return new Remark(Level.OK, subject, message, "");
    }

    public static Remark warn(String subject, String message, String remedy) {
        return new Remark(Level.WARN, subject, message, remedy);
    }

    public static Remark fail(String subject, String message, String remedy) {
        return new Remark(Level.FAIL, subject, message, remedy);
    }
}
