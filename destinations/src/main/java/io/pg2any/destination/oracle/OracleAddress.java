package io.pg2any.destination.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.ServerUrl;
import io.pg2any.error.CdcException;

/**
 * Where the database is and how to connect, concluded from settings and URL. Holds a password: never printed.
 *
 * @param url as the driver takes it, without user and password
 * @param driver the driver's properties, but for those of time
 * @param connectTimeout for connecting
 * @param queryTimeout for a single statement; zero: none
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html">Oracle, JDBC Developer's
 *     Guide: Data Sources and URLs</a>
 */
record OracleAddress(String url, Properties driver, Duration connectTimeout, Duration queryTimeout) {

    private static final String EXAMPLE = "oracle://user:password@host:1521/service";
    private static final String THIN = "jdbc:oracle:thin:";
    private static final int PORT = 1521;
    private static final int TLS_PORT = 2484;
    private static final String PROTOCOL = "protocol";
    private static final List<String> PROTOCOLS = List.of("tcp", "tcps");
    /** Beginnings of the names of the driver's own properties. */
    private static final List<String> KNOWN = List.of("oracle.", "javax.net.ssl.", "TNS_ADMIN", "v$session.");

    static boolean accepts(String url) {
        String lower = url.toLowerCase(Locale.ROOT).stripLeading();
        return lower.startsWith("oracle://") || lower.startsWith(THIN);
    }

    static OracleAddress parse(DestinationSettings settings) {
        String url = settings.url().strip();
        return url.regionMatches(true, 0, THIN, 0, THIN.length()) ? ofJdbc(settings, url.substring(THIN.length())) : ofUrl(settings);
    }

    private static OracleAddress ofUrl(DestinationSettings settings) {
        ServerUrl url = ServerUrl.parse(settings, EXAMPLE);
        Properties driver = properties(url.user(), url.password());
        String protocol = "tcp";
        for (Map.Entry<String, String> option : url.options().entrySet()) {
            if (option.getKey().equalsIgnoreCase(PROTOCOL)) {
                protocol = option.getValue().toLowerCase(Locale.ROOT);
            } else if (KNOWN.stream().anyMatch(option.getKey()::startsWith)) {
                driver.setProperty(option.getKey(), option.getValue());
            } else {
                throw wrong("has the option " + option.getKey() + ", which is not known", "Known are protocol (tcp, tcps), TNS_ADMIN, and the driver's own:"
                        + " those that begin with oracle. or javax.net.ssl.");
            }
        }
        if (!PROTOCOLS.contains(protocol)) {
            throw wrong("has a protocol that is neither tcp nor tcps", "It looks like " + EXAMPLE + "?protocol=tcps.");
        }
        if (url.database().matches(".*[()=\\s].*")) {
            throw wrong("has a service name with blanks or parentheses", "It looks like " + EXAMPLE + ".");
        }
        return new OracleAddress(THIN + "@" + description(url, protocol), driver, settings.connectTimeout(), settings.queryTimeout());
    }

    /** The long form, which every version of the driver takes with any protocol. */
    private static String description(ServerUrl url, String protocol) {
        StringBuilder addresses = new StringBuilder();
        for (String host : url.authority().split(",", -1)) {
            boolean bare = host.endsWith("]") || host.indexOf(':') < 0;
            String name = bare ? host : host.substring(0, host.lastIndexOf(':'));
            String port = bare ? String.valueOf(protocol.equals("tcps") ? TLS_PORT : PORT) : host.substring(host.lastIndexOf(':') + 1);
            addresses.append("(ADDRESS=(PROTOCOL=").append(protocol).append(")(HOST=").append(name.replaceAll("[\\[\\]()=]", "")).append(")(PORT=").append(port).append("))");
        }
        return "(DESCRIPTION=" + addresses + "(CONNECT_DATA=(SERVICE_NAME=" + url.database() + ")))";
    }

    /** {@code user/password@…}, {@code @…}, with whatever the driver knows behind the {@code @}. */
    private static OracleAddress ofJdbc(DestinationSettings settings, String rest) {
        int at = rest.lastIndexOf('@', placeOf(rest)); // an @ of the password may stand before
        if (at < 0 || at == rest.length() - 1) {
            throw wrong("names no database", "It looks like jdbc:oracle:thin:@//host:1521/service or " + EXAMPLE + ".");
        }
        String login = rest.substring(0, at);
        int slash = login.indexOf('/');
        String user = slash < 0 ? login : login.substring(0, slash);
        String password = slash < 0 ? null : unquoted(login.substring(slash + 1));
        return new OracleAddress(THIN + rest.substring(at),
                properties(settings.user() != null ? settings.user() : user.isEmpty() ? null : user, settings.password() != null ? settings.password() : password),
                settings.connectTimeout(), settings.queryTimeout());
    }

    /** Where the description of the place ends that cannot hold an {@code @} as a password can: before a question mark or a parenthesis. */
    private static int placeOf(String rest) {
        int parenthesis = rest.indexOf("@(");
        return parenthesis >= 0 ? parenthesis : rest.length();
    }

    private static String unquoted(String password) {
        boolean quoted = password.length() > 1 && password.startsWith("\"") && password.endsWith("\"");
        return quoted ? password.substring(1, password.length() - 1) : password;
    }

    private static Properties properties(@Nullable String user, @Nullable String password) {
        Properties driver = new Properties();
        driver.setProperty("v$session.program", "pg2any");
        driver.setProperty("oracle.net.keepAlive", "true");
        driver.setProperty("oracle.net.disableOob", "true"); // nothing is broken off, and tunnels do not let urgent data pass
        if (user != null) {
            driver.setProperty("user", user);
        }
        if (password != null) {
            driver.setProperty("password", password);
        }
        return driver;
    }

    private static CdcException wrong(String what, String remedy) {
        return CdcException.configuration("destination-url", "The destination's URL " + what + ".", remedy);
    }

    @Override
    public String toString() {
        return "OracleAddress[hidden]";
    }
}
