package io.matriarch.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What can happen to a leader, its store or its machine. */
sealed interface Fault {

    /** An operator asks for another leader. */
    record Switchover() implements Fault {}

    /** kill -9 of the postmaster. */
    record PostgresKill() implements Fault {}

    /** Agent, switch and PostgreSQL die in the same instant. */
    record NodeKill() implements Fault {}

    /** The same, with its disk: a new node comes back from the archive. */
    record NodeDestroy() implements Fault {}

    record AgentKill() implements Fault {}

    /** The agent stands still (SIGSTOP). */
    record AgentStop(Duration lasts) implements Fault {}

    /** The store takes connections and does not answer (SIGSTOP). */
    record StoreHang(Duration lasts) implements Fault {}

    /** The store's connections are refused. */
    record StoreRefuse(Duration lasts) implements Fault {}

    /** The postmaster and all its children stand still (SIGSTOP). */
    record PostgresStop(Duration lasts) implements Fault {}

    /** Busy processors and many clients: slow, and nothing to react to. */
    record Load(Duration lasts) implements Fault {}

    /** Nothing happens. */
    record Idle(Duration lasts) implements Fault {}

    static List<Fault> all() {
        return List.of(
                new Switchover(),
                new PostgresKill(),
                new NodeKill(),
                new NodeDestroy(),
                new AgentKill(),
                new AgentStop(Duration.ofSeconds(30)),
                new StoreHang(Duration.ofSeconds(60)),
                new StoreRefuse(Duration.ofSeconds(60)),
                new PostgresStop(Duration.ofSeconds(60)),
                new Load(Duration.ofSeconds(30)),
                new Idle(Duration.ofSeconds(30)));
    }

    /**
     * @param text a name, and how long it lasts when that is not the usual time: {@code idle:1800}
     * @throws IllegalArgumentException one line: what is wrong, and what would be right
     */
    static Fault parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", 2);
        Fault usual =
                all().stream()
                        .filter(f -> f.name().equals(parts[0]))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "\"%s\" is no fault; right are %s"
                                                        .formatted(
                                                                text,
                                                                String.join(
                                                                        ", ",
                                                                        all().stream()
                                                                                .map(Fault::name)
                                                                                .toList()))));
        return parts.length == 1 ? usual : usual.lasting(seconds(text, parts[1]));
    }

    private static Duration seconds(String text, String digits) {
        if (!digits.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(
                    "\"%s\": after the colon stand whole seconds, such as idle:1800"
                            .formatted(text));
        }
        return Duration.ofSeconds(Long.parseLong(digits));
    }

    private Fault lasting(Duration time) {
        return switch (this) {
            case AgentStop _ -> new AgentStop(time);
            case StoreHang _ -> new StoreHang(time);
            case StoreRefuse _ -> new StoreRefuse(time);
            case PostgresStop _ -> new PostgresStop(time);
            case Load _ -> new Load(time);
            case Idle _ -> new Idle(time);
            case Switchover _, PostgresKill _, NodeKill _, NodeDestroy _, AgentKill _ ->
                    throw new IllegalArgumentException(
                            "%s happens at once; leave the time out".formatted(name()));
        };
    }

    default String name() {
        return switch (this) {
            case Switchover _ -> "switchover";
            case PostgresKill _ -> "postgres-kill";
            case NodeKill _ -> "node-kill";
            case NodeDestroy _ -> "node-destroy";
            case AgentKill _ -> "agent-kill";
            case AgentStop _ -> "agent-stop";
            case StoreHang _ -> "store-hang";
            case StoreRefuse _ -> "store-refuse";
            case PostgresStop _ -> "postgres-stop";
            case Load _ -> "load";
            case Idle _ -> "idle";
        };
    }

    /** Zero for what happens at once. */
    default Duration lasting() {
        return switch (this) {
            case AgentStop(var lasts) -> lasts;
            case StoreHang(var lasts) -> lasts;
            case StoreRefuse(var lasts) -> lasts;
            case PostgresStop(var lasts) -> lasts;
            case Load(var lasts) -> lasts;
            case Idle(var lasts) -> lasts;
            case Switchover _, PostgresKill _, NodeKill _, NodeDestroy _, AgentKill _ ->
                    Duration.ZERO;
        };
    }
}
