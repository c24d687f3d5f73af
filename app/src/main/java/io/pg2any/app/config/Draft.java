package io.pg2any.app.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.Config;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.error.CdcException;
import io.pg2any.projection.ColumnRules;

/** Settings while they are gathered. */
final class Draft {

    final Config.Builder config = Config.builder();
    ColumnRules columns = ColumnRules.NONE;
    @Nullable String source;
    @Nullable String sourceHost;
    @Nullable Integer sourcePort;
    @Nullable String sourceDatabase;
    @Nullable String sourceUser;
    @Nullable String sourcePassword;
    @Nullable String destination;
    @Nullable String destinationType;
    @Nullable String destinationHost;
    @Nullable Integer destinationPort;
    @Nullable String destinationDatabase;
    @Nullable String destinationUser;
    @Nullable String destinationPassword;
    long memory;
    LogLevel logLevel = LogLevel.INFO;
    LogFormat logFormat = LogFormat.TEXT;
    HttpSettings.@Nullable Address http = HttpSettings.DEFAULT;
    @Nullable String httpToken;
    Duration unhealthyAfter = Settings.UNHEALTHY_AFTER;
    Duration readyLag = Settings.READY_LAG;

    /** Concludes them; what is wrong is added to {@code problems}, and all problems are thrown together. */
    Settings conclude(List<String> problems, SettingsReader.Demand demand, Map<Option, Given> given) {
        String sourceUrl = source(problems);
        String destinationUrl = destination(problems);
        if (sourceUrl == null && demand != SettingsReader.Demand.DESTINATION_ALONE) {
            problems.add("the source is missing: give " + ways(Option.SOURCE, Option.SOURCE_HOST));
        }
        boolean nowhere = destinationUrl == null && destinationHost == null && destinationPort == null && destinationDatabase == null;
        if (nowhere && demand != SettingsReader.Demand.SOURCE_ALONE) {
            problems.add("the destination is missing: give " + ways(Option.DESTINATION, Option.DESTINATION_HOST));
        }
        // what is missing is said above, in the user's words; the rest is still to be checked
        take(sourceUrl == null ? "missing" : sourceUrl, destinationUrl == null ? "missing" : destinationUrl);
        config.columnRules(columns);
        Config concluded = null;
        try {
            concluded = config.build();
        } catch (CdcException e) {
            problems.add(e.getMessage().replaceFirst("\\.$", ""));
        }
        if (concluded == null || !problems.isEmpty()) {
            String all = problems.size() == 1 ? problems.getFirst() : "\n  " + String.join("\n  ", problems) + "\n";
            throw CdcException.configuration("configuration", (all + ".").replaceFirst("([?\n])\\.$", "$1"), "See pg2any run --help.");
        }
        return new Settings(concluded, logLevel, logFormat, new HttpSettings(Optional.ofNullable(http), Optional.ofNullable(httpToken)),
                unhealthyAfter, readyLag, given);
    }

    private static String ways(Option url, Option host) {
        return url.flag() + " URL, or in the environment " + url.variable() + " or " + host.variable() + " and its like";
    }

    private void take(String sourceUrl, String destinationUrl) {
        config.sourceConnectionString(sourceUrl);
        config.destinationConnectionString(destinationUrl);
        if (destinationType != null) {
            config.destinationType(destinationType);
        }
        config.sourceLogin(new Config.Login(Optional.ofNullable(sourceUser), Optional.ofNullable(sourcePassword)));
        config.destinationLogin(new Config.Login(Optional.ofNullable(destinationUser), Optional.ofNullable(destinationPassword)));
    }

    private @Nullable String source(List<String> problems) {
        boolean parts = sourceHost != null || sourcePort != null || sourceDatabase != null;
        if (source != null) {
            if (parts) {
                problems.add("the source is given both as a URL and by host, port or database; leave one of them out");
            }
            return source;
        }
        return parts ? "postgresql://" + address(sourceHost, sourcePort) + "/" + encode(sourceDatabase) : null;
    }

    private @Nullable String destination(List<String> problems) {
        boolean parts = destinationHost != null || destinationPort != null || destinationDatabase != null;
        if (destination != null) {
            if (parts) {
                problems.add("the destination is given both as a URL and by host, port or database; leave one of them out");
            }
            return destination;
        }
        if (!parts) {
            return null;
        }
        if (destinationType == null) {
            problems.add("the destination's type is missing: a host alone does not tell which kind of database it is");
            return null;
        }
        if (destinationHost == null && destinationPort == null) { // a database without a server is a file
            return destinationType + "://" + destinationDatabase;
        }
        return destinationType + "://" + address(destinationHost, destinationPort) + "/" + encode(destinationDatabase);
    }

    private static String address(@Nullable String host, @Nullable Integer port) {
        String name = host == null ? "localhost" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return port == null ? name : name + ":" + port;
    }

    private static String encode(@Nullable String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
