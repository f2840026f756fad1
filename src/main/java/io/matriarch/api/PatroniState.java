package io.matriarch.api;

import java.util.List;

/** The numbers that Patroni gives to the states of PostgreSQL; its list is frozen. */
final class PatroniState {

    private static final List<String> STATES =
            List.of(
                    "initializing new cluster",
                    "initdb failed",
                    "running custom bootstrap script",
                    "custom bootstrap failed",
                    "creating replica",
                    "running",
                    "starting",
                    "starting after custom bootstrap",
                    "start failed",
                    "restarting",
                    "restart failed",
                    "stopping",
                    "stopped",
                    "stop failed",
                    "crashed");

    private PatroniState() {}

    /** -1 for a state that has none, as while nobody knows it. */
    static int number(String state) {
        return switch (state) {
            case "streaming" -> STATES.indexOf("running");
            // It is down, and is made to start again.
            case "rewinding" -> STATES.indexOf("starting");
            case "recovery paused" -> STATES.indexOf("initializing new cluster");
            default -> STATES.indexOf(state);
        };
    }
}
