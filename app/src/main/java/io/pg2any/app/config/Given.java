package io.pg2any.app.config;

/**
 * A setting as the user gave it.
 *
 * @param name the flag, the environment variable, or the key with its file
 * @param text the value; may be a secret
 */
public record Given(String name, String text) {

    @Override
    public String toString() {
        return name;
    }
}
