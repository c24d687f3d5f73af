package io.pg2any.destination.sqlserver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.ServerUrl;
import io.pg2any.error.CdcException;

/**
 * Where the server is and how to connect, concluded from settings and any of the three ways to write it. Holds a password: never printed.
 *
 * @param driver the driver's properties, but for those of time
 * @param connectTimeout for connecting and logging in
 * @param queryTimeout for a single statement; zero: none
 * @see <a href="https://learn.microsoft.com/en-us/sql/connect/jdbc/setting-the-connection-properties">Microsoft, Setting the connection
 *     properties</a>
 */
record SqlServerAddress(Properties driver, Duration connectTimeout, Duration queryTimeout) {

    private static final String SCHEME = "sqlserver://";
    private static final String EXAMPLE = "sqlserver://user:password@host:1433/database";

    /** Options that may be given, by the names that the driver knows. */
    private static final List<String> KNOWN = List.of(
            "serverName", "portNumber", "instanceName", "databaseName", "user", "password", "encrypt", "trustServerCertificate",
            "hostNameInCertificate", "serverCertificate", "trustStore", "trustStorePassword", "trustStoreType", "sslProtocol",
            "integratedSecurity", "authenticationScheme", "domain", "realm", "serverSpn", "multiSubnetFailover", "failoverPartner",
            "applicationName", "workstationID", "packetSize", "iPAddressPreference");

    /** Other names of these, as ADO.NET's and the driver's own synonyms. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("server", "serverName"), Map.entry("data source", "serverName"), Map.entry("addr", "serverName"),
            Map.entry("address", "serverName"), Map.entry("network address", "serverName"), Map.entry("port", "portNumber"),
            Map.entry("database", "databaseName"), Map.entry("initial catalog", "databaseName"), Map.entry("user id", "user"),
            Map.entry("uid", "user"), Map.entry("username", "user"), Map.entry("pwd", "password"),
            Map.entry("trust server certificate", "trustServerCertificate"), Map.entry("host name in certificate", "hostNameInCertificate"),
            Map.entry("server certificate", "serverCertificate"), Map.entry("integrated security", "integratedSecurity"),
            Map.entry("trusted_connection", "integratedSecurity"), Map.entry("multi subnet failover", "multiSubnetFailover"),
            Map.entry("application name", "applicationName"), Map.entry("app", "applicationName"), Map.entry("wsid", "workstationID"),
            Map.entry("workstation id", "workstationID"), Map.entry("failover partner", "failoverPartner"), Map.entry("packet size", "packetSize"));

    /** What ADO.NET's strings often say and has no meaning here: pools, and times that pg2any has settings for. */
    private static final List<String> WITHOUT_MEANING = List.of(
            "pooling", "min pool size", "max pool size", "persist security info", "persistsecurityinfo", "multipleactiveresultsets",
            "multiple active result sets", "connect timeout", "connection timeout", "timeout", "command timeout", "logintimeout", "network library",
            "connectretrycount", "connect retry count", "connectretryinterval", "connect retry interval", "enlist", "applicationintent", "application intent",
            "load balance timeout", "connection lifetime", "type system version", "sendstringparametersasunicode");

    /** Options that say how the certificate of the server is looked at. */
    private static final List<String> OF_TRUST = List.of("encrypt", "trustServerCertificate", "hostNameInCertificate", "serverCertificate", "trustStore");
    /** Microsoft's own servers, whose certificates everyone knows. */
    private static final Pattern AZURE = Pattern.compile("(?i).+\\.(windows\\.net|chinacloudapi\\.cn|usgovcloudapi\\.net)");
    private static final Pattern SCHEMED = Pattern.compile("\\s*[A-Za-z0-9+.-]+://");
    /** An ADO.NET string may begin with any of its parts. */
    private static final Pattern ADO = Pattern.compile("(?is)(.*;)?\\s*(server|data source)\\s*=.*");

    static boolean accepts(String url) {
        String lower = withoutJdbc(url).toLowerCase(Locale.ROOT).stripLeading();
        return lower.startsWith(SCHEME) || lower.startsWith("mssql://") || !SCHEMED.matcher(lower).lookingAt() && ADO.matcher(lower).matches();
    }

    static SqlServerAddress parse(DestinationSettings settings) {
        Map<String, String> options = options(settings);
        if (settings.user() != null) {
            options.put("user", settings.user());
        }
        if (settings.password() != null) {
            options.put("password", settings.password());
        }
        for (String needed : List.of("serverName", "databaseName")) {
            if (options.getOrDefault(needed, "").isBlank()) {
                throw wrong("names no " + (needed.equals("serverName") ? "host" : "database"));
            }
        }
        Properties driver = new Properties();
        driver.setProperty("applicationName", "pg2any");
        driver.setProperty("sendStringParametersAsUnicode", "true");
        driver.setProperty("sendTemporalDataTypesAsStringForBulkCopy", "true");
        driver.setProperty("connectRetryCount", "0"); // a session that was lost is lost: its transaction and settings are
        String host = options.getOrDefault("serverName", "");
        if (isLoopback(host)) {
            driver.setProperty("encrypt", "false"); // nobody is in between
        } else if (OF_TRUST.stream().noneMatch(options::containsKey) && !AZURE.matcher(host).matches()) {
            driver.setProperty("encrypt", "true");
            driver.setProperty("trustServerCertificate", "true"); // it has made its certificate itself, unless someone gave it one
        }
        options.forEach(driver::setProperty);
        return new SqlServerAddress(driver, settings.connectTimeout(), settings.queryTimeout());
    }

    private static Map<String, String> options(DestinationSettings settings) {
        String url = withoutJdbc(settings.url());
        if (!SCHEMED.matcher(url).lookingAt()) {
            return known(pairs(url));
        }
        String rest = url.substring(url.indexOf("://") + 3);
        return isOfJdbc(rest) ? ofJdbc(rest) : ofUrl(settings);
    }

    /** What stands before an @ are user and password, which may have a semicolon. */
    private static boolean isOfJdbc(String rest) {
        int end = rest.indexOf(';');
        return end >= 0 && rest.lastIndexOf('@', end) < 0 && !rest.substring(end).matches("(?s)[^={]*@[^/]+/.*");
    }

    private static Map<String, String> ofUrl(DestinationSettings settings) {
        ServerUrl url = ServerUrl.parse(settings, EXAMPLE);
        Map<String, String> options = known(url.options());
        place(url.authority(), options);
        options.put("databaseName", url.database());
        if (url.user() != null) {
            options.put("user", url.user());
        }
        if (url.password() != null) {
            options.put("password", url.password());
        }
        return options;
    }

    /** {@code host\instance:port;name=value;…}. */
    private static Map<String, String> ofJdbc(String rest) {
        int end = rest.indexOf(';');
        Map<String, String> options = known(pairs(rest.substring(end + 1)));
        String place = rest.substring(0, end);
        if (!place.isEmpty()) {
            place(place.endsWith("/") ? place.substring(0, place.length() - 1) : place, options);
        }
        return options;
    }

    /** Takes {@code host}, {@code host:port}, {@code host\instance}, {@code tcp:host,port} or an IPv6 address in brackets apart. */
    private static void place(String text, Map<String, String> options) {
        String place = text.strip();
        if (place.toLowerCase(Locale.ROOT).startsWith("tcp:")) {
            place = place.substring(4);
        }
        int colon = place.endsWith("]") ? -1 : place.lastIndexOf(':');
        int separator = place.indexOf(',') >= 0 ? place.indexOf(',') : colon;
        if (separator >= 0 && place.indexOf(':') != place.lastIndexOf(':') && !place.startsWith("[") && place.indexOf(',') < 0) {
            separator = -1; // an IPv6 address without brackets has no port
        }
        if (separator >= 0) {
            String port = place.substring(separator + 1).strip();
            if (!port.matches("[0-9]{1,5}")) {
                throw wrong("has a port that is not a number");
            }
            options.put("portNumber", port);
            place = place.substring(0, separator).strip();
        }
        int backslash = place.indexOf('\\');
        if (backslash >= 0) {
            options.put("instanceName", place.substring(backslash + 1));
            place = place.substring(0, backslash);
        }
        boolean local = place.equals(".") || place.equalsIgnoreCase("(local)");
        options.put("serverName", local ? "localhost" : place.startsWith("[") && place.endsWith("]") ? place.substring(1, place.length() - 1) : place);
    }

    private static Map<String, String> known(Map<String, String> given) {
        Map<String, String> options = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String lower = name.strip().toLowerCase(Locale.ROOT);
            if (WITHOUT_MEANING.contains(lower)) {
                return;
            }
            String own = ALIASES.getOrDefault(lower, lower);
            String known = KNOWN.stream().filter(own::equalsIgnoreCase).findFirst()
                    .orElseThrow(() -> CdcException.configuration("destination-url",
                            "The destination's connection string has the option " + name.strip() + ", which is not known.",
                            "Known are " + String.join(", ", KNOWN) + "."));
            if (known.equals("serverName")) {
                place(value, options);
            } else {
                options.put(known, isFlag(known) ? flag(value) : value);
            }
        });
        return options;
    }

    private static boolean isFlag(String option) {
        return option.equals("encrypt") || option.equals("trustServerCertificate") || option.equals("integratedSecurity") || option.equals("multiSubnetFailover");
    }

    /** ADO.NET knows more words for yes and no than the driver; {@code strict} is a way of encryption of its own. */
    private static String flag(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "mandatory", "sspi", "1" -> "true";
            case "no", "false", "optional", "0" -> "false";
            default -> value.strip().toLowerCase(Locale.ROOT);
        };
    }

    /** {@code name=value;name=value}; a value in quotes or braces may hold any sign, the closing one doubled. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                if (!text.substring(at).replace(";", "").isBlank()) {
                    throw wrong("has a part without \"=\"");
                }
                break;
            }
            StringBuilder value = new StringBuilder();
            int end = value(text, equals + 1, value);
            pairs.put(text.substring(at, equals).replace(";", "").strip(), value.toString());
            at = end;
        }
        return pairs;
    }

    /** Reads a value and returns the index behind its semicolon. */
    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        char first = at < text.length() ? text.charAt(at) : ';';
        if (first != '{' && first != '"' && first != '\'') {
            int end = text.indexOf(';', at);
            value.append(end < 0 ? text.substring(at).strip() : text.substring(at, end).strip());
            return end < 0 ? text.length() : end + 1;
        }
        char close = first == '{' ? '}' : first;
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) == close) {
                if (at + 1 < text.length() && text.charAt(at + 1) == close) {
                    at++;
                } else {
                    int end = text.indexOf(';', at);
                    return end < 0 ? text.length() : end + 1;
                }
            }
            value.append(text.charAt(at));
        }
        throw wrong("has a value whose closing " + close + " is missing");
    }

    private static boolean isLoopback(String host) {
        return host.matches("(?i)localhost|127(\\.\\d{1,3}){3}|::1");
    }

    private static String withoutJdbc(String url) {
        return url.regionMatches(true, 0, "jdbc:", 0, 5) ? url.substring(5) : url;
    }

    private static CdcException wrong(String what) {
        return CdcException.configuration("destination-url", "The destination's connection string " + what + ".",
                "It looks like " + EXAMPLE + ", jdbc:sqlserver://host:1433;databaseName=database or Server=host,1433;Database=database.");
    }

    @Override
    public String toString() {
        return "SqlServerAddress[hidden]";
    }
}
