package io.pg2any.app;

/** Which pg2any this is. */
public final class Version {

    private Version() {}

    /** As the jar says. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from classes" : version;
    }
}
