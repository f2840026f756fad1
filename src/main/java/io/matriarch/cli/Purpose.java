package io.matriarch.cli;

/** Which servers will do, in the words of libpq and of the JDBC driver. */
enum Purpose {
    WRITE("read-write", "primary"),
    READ("prefer-standby", "preferSecondary&loadBalanceHosts=true"),
    STANDBY("standby", "secondary&loadBalanceHosts=true"),
    ANY("any", "any");

    private final String libpq;
    private final String jdbc;

    Purpose(String libpq, String jdbc) {
        this.libpq = libpq;
        this.jdbc = jdbc;
    }

    String libpq() {
        return libpq;
    }

    String jdbc() {
        return jdbc;
    }
}
