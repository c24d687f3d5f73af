package io.pg2any.app.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Who may do what. Reading is free to whoever reaches the port; a change needs the token. */
final class Access {

    private static final String BEARER = "Bearer ";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopback;
    private final @Nullable String token;

    /** @param address on which is listened */
    Access(InetAddress address, Optional<String> token) {
        this.loopback = address.isLoopbackAddress();
        this.token = token.filter(text -> !text.isBlank()).orElse(null);
    }

    /**
     * Whether a request may be answered that was sent to this host. On loopback only a name of loopback is right: any other one is a
     * web page's that has had its own name point here, to read with the browser what it cannot reach itself.
     */
    boolean mayRead(@Nullable String host) {
        if (!loopback) {
            return true;
        }
        return host != null && LOCAL.contains(host.replaceFirst(":\\d{1,5}$", "").toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether anything may be changed at all. */
    boolean hasToken() {
        return token != null;
    }

    /** Whether the header {@code Authorization} holds the token; takes the same time whatever it holds. */
    boolean mayChange(@Nullable String authorization) {
        if (token == null || authorization == null || !authorization.startsWith(BEARER)) {
            return false;
        }
        return MessageDigest.isEqual(digest(authorization.substring(BEARER.length()).strip()), digest(token));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
