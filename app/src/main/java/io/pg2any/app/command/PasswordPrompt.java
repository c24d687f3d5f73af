package io.pg2any.app.command;

import java.io.Console;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.pg2any.app.config.Option;
import io.pg2any.app.config.Place;
import io.pg2any.app.config.Settings;
import io.pg2any.app.config.SettingsReader;
import io.pg2any.app.terminal.LiveLine;
import io.pg2any.error.CdcException;

/** Asks a person for the passwords that no setting gives. Where nobody can be asked it says so at once: it never waits for what cannot come. */
final class PasswordPrompt {

    private static final Pattern IN_URL = Pattern.compile("://[^/?#]*:[^/?#]*@|(?i)(?:^|[?&;\\s])[\\w ]*(?:password|pwd)\\s*=");
    /** What has no host is a file. */
    private static final Pattern SERVER = Pattern.compile("://[^/]|=");

    private PasswordPrompt() {}

    /** The passwords by their settings; nothing typed is no password. */
    static Map<Option, String> ask(Settings settings, SettingsReader.Demand demand) {
        Map<Option, String> passwords = new EnumMap<>(Option.class);
        if (demand != SettingsReader.Demand.DESTINATION_ALONE) {
            ask(settings, Option.SOURCE_PASSWORD, settings.config().sourceConnectionString(), "source", passwords);
        }
        if (demand != SettingsReader.Demand.SOURCE_ALONE || Option.DESTINATION_PLACE.stream().anyMatch(settings.given()::containsKey)) {
            ask(settings, Option.DESTINATION_PASSWORD, settings.config().destinationConnectionString(), "destination", passwords);
        }
        return passwords;
    }

    @SuppressWarnings("SystemConsoleNull") // it does return null where there is no terminal
    private static void ask(Settings settings, Option option, String url, String side, Map<Option, String> passwords) {
        if (settings.given().containsKey(option) || IN_URL.matcher(url).find() || !SERVER.matcher(url).find()) {
            return;
        }
        Console console = System.console();
        if (console == null || !LiveLine.terminal()) {
            throw CdcException.configuration("no-terminal", "There is no terminal to ask for the password of the " + side + ".",
                    "Give it with " + option.variable() + ", or name a file that holds it with " + option.variable() + "_FILE.");
        }
        char[] typed = console.readPassword("Password of the %s %s: ", side, Place.of(url));
        if (typed != null && typed.length > 0) {
            passwords.put(option, new String(typed));
        }
    }
}
