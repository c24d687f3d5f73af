package io.pg2any.app.config;

import java.util.Optional;

/**
 * Where the status server listens.
 *
 * @param address empty: nowhere
 * @param token what a request must bring that changes something; empty: nothing may be changed
 */
public record HttpSettings(Optional<Address> address, Optional<String> token) {

    /** Only this machine. */
    public static final Address DEFAULT = new Address("127.0.0.1", 8080);

    /** A host of ours and a port; port 0 is any free one. */
    public record Address(String host, int port) {

        /** {@code host:port}, {@code :port} or {@code port} on loopback. */
        public static Address parse(String text) {
            String trimmed = text.strip();
            int colon = trimmed.endsWith("]") ? -1 : trimmed.lastIndexOf(':');
            String host = colon > 0 ? trimmed.substring(0, colon) : DEFAULT.host;
            String port = trimmed.substring(colon + 1);
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || host.isBlank()) {
                throw new IllegalArgumentException("must be off or an address such as 127.0.0.1:8080, not \"" + text + "\"");
            }
            return new Address(host, Integer.parseInt(port));
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    @Override
    public String toString() {
        return "HttpSettings[" + address + "]";
    }
}
