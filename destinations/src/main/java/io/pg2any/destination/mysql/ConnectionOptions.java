package io.pg2any.destination.mysql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.ServerUrl;
import io.pg2any.error.CdcException;

/**
 * How to connect, concluded from settings and URL. Holds a password: never printed.
 *
 * @param driver the driver's properties, but for those of TLS
 * @param tls whether the connection is encrypted
 * @param queryTimeout for a single statement; zero: none
 */
record ConnectionOptions(String authority, String database, Properties driver, Tls tls, Duration queryTimeout) {

    /** Options of the driver that a URL may give, by the name the driver knows. */
    private static final List<String> KNOWN = List.of(
            "sslMode", "serverSslCert", "trustStore", "trustStorePassword", "trustStoreType", "keyStore", "keyStorePassword", "keyStoreType",
            "keyPassword", "enabledSslProtocolSuites", "enabledSslCipherSuites", "allowPublicKeyRetrieval", "serverRsaPublicKeyFile",
            "restrictedAuth", "credentialType", "servicePrincipalName", "useCompression", "allowLocalInfile", "localSocket", "localSocketAddress",
            "connectTimeout", "socketTimeout", "connectionAttributes");
    /** What an answer may take beyond the time-out of its statement, before the server counts as gone. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Whether and how the connection is encrypted. */
    enum Tls {
        /** As the URL's {@code sslMode} says. */
        AS_TOLD,
        /** Encrypted where the server can, without a look at its certificate, as MySQL's own clients do. */
        PREFERRED,
        /** Not to this machine itself: nobody is in between. */
        NONE
    }

    static ConnectionOptions of(DestinationSettings settings, String scheme) {
        String example = scheme + "://user:password@host:3306/database";
        ServerUrl url = ServerUrl.parse(settings, example);
        if (url.authority().contains(",")) {
            throw CdcException.configuration("destination-url", "The destination's URL names several hosts.",
                    "Name the one that is to be written to; a proxy or a DNS name can follow a failover.");
        }
        Map<String, String> options = known(url.options());
        boolean local = isLoopback(url.authority()) || options.containsKey("localSocket");
        Tls tls = options.containsKey("sslMode") ? Tls.AS_TOLD : local ? Tls.NONE : Tls.PREFERRED;
        Properties driver = new Properties();
        driver.setProperty("tinyInt1isBit", "false");
        driver.setProperty("yearIsDateType", "false");
        driver.setProperty("useServerPrepStmts", "true");
        driver.setProperty("connectionAttributes", "program_name:pg2any");
        driver.setProperty("tcpKeepAlive", "true");
        driver.setProperty("tcpKeepIdle", "30");
        driver.setProperty("tcpKeepInterval", "10");
        driver.setProperty("tcpKeepCount", "3");
        driver.setProperty("connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
        if (settings.queryTimeout().isPositive()) {
            driver.setProperty("socketTimeout", Long.toString(settings.queryTimeout().plus(GRACE).toMillis()));
        }
        if (local || tls == Tls.AS_TOLD) {
            driver.setProperty("allowPublicKeyRetrieval", "true"); // elsewhere a man in the middle could hand us his own key
        }
        if (url.user() != null) {
            driver.setProperty("user", url.user());
        }
        if (url.password() != null) {
            driver.setProperty("password", url.password());
        }
        options.forEach(driver::setProperty);
        return new ConnectionOptions(url.authority(), url.database(), driver, tls, settings.queryTimeout());
    }

    private static Map<String, String> known(Map<String, String> given) {
        Map<String, String> options = new TreeMap<>();
        given.forEach((name, value) -> options.put(
                KNOWN.stream().filter(name::equalsIgnoreCase).findFirst()
                        .orElseThrow(() -> CdcException.configuration("destination-url",
                                "The destination's URL has the option " + name + ", which is not known.",
                                "Known are " + String.join(", ", KNOWN) + ".")),
                value));
        return options;
    }

    private static boolean isLoopback(String authority) {
        return authority.matches("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");
    }

    /** The driver's properties with this way of encryption. */
    Properties with(String sslMode) {
        Properties all = new Properties();
        all.putAll(driver);
        all.setProperty("sslMode", sslMode);
        return all;
    }

    @Override
    public String toString() {
        return "ConnectionOptions[hidden]";
    }
}
