package io.matriarch.cluster;

/** Whom a standby streams from; {@code name} is the member, host and port its PostgreSQL. */
public record Upstream(NodeName name, String host, int port) {

    /** Host and port as they are written: {@code db1:5432}, {@code [::1]:5432}. */
    public String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
