package io.matriarch.config;

import java.util.regex.Pattern;

/**
 * An address to listen on or to connect to.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9_.-]+)):([0-9]{1,5})");

    /**
     * Reads {@code 10.0.0.7:5432}, {@code db1.internal:5432} or {@code [fd00::7]:5432}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static HostPort parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no host:port, such as 10.0.0.7:5432".formatted(text));
        }
        int port = Integer.parseInt(form.group(3));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port %d is not 1 to 65535".formatted(port));
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return new HostPort(host == null ? "" : host, port);
    }

    /** True for {@code 0.0.0.0} and {@code ::}: one listens there, and nobody connects there. */
    public boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** True when one program cannot listen on both. */
    boolean collidesWith(HostPort other) {
        return port == other.port
                && (host.equals(other.host) || isWildcard() || other.isWildcard());
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
