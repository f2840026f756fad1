package io.matriarch.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the machine itself answers where a key is not set. */
public interface Machine {

    /** A machine under Linux, by what the kernel and the environment say. */
    static Machine linux(Map<String, String> env) {
        return new ThisMachine(env);
    }

    /** Its own name; empty when it does not know it. */
    String hostName();

    /** The programs of the newest PostgreSQL. */
    Optional<Path> binDir();

    /**
     * An instance of EC2.
     *
     * @param id such as {@code i-0123456789abcdef0}
     * @param region such as {@code eu-central-1}
     * @param zone such as {@code eu-central-1a}
     */
    record Instance(String id, String region, String zone) {}

    /** What EC2 calls this machine; empty elsewhere, and when EC2 does not say. */
    default Optional<Instance> instance() {
        return Optional.empty();
    }

    /** What its owner has written on the machine, by key; empty where nothing can be written. */
    default Map<String, String> tags() {
        return Map.of();
    }

    /** An address at which others may reach this machine. */
    Optional<String> address();
}
