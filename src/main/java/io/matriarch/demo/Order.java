package io.matriarch.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody types at the prompt. */
sealed interface Order {

    record Kill(String node) implements Order {}

    record Destroy(String node) implements Order {}

    record KillAgent(String node) implements Order {}

    record KillPostgres(String node) implements Order {}

    record Stop(String node) implements Order {}

    record Hang(String node) implements Order {}

    record Cont(String node) implements Order {}

    record Start(String node) implements Order {}

    record Store(boolean on) implements Order {}

    record Switchover(Optional<String> candidate) implements Order {}

    record Show() implements Order {}

    record Help() implements Order {}

    record Quit() implements Order {}

    record Nothing() implements Order {}

    /**
     * @param nodes the names that there are
     * @throws IllegalArgumentException one line: what is wrong, and what would be right
     */
    static Order parse(String line, List<String> nodes) {
        List<String> words = List.of(line.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        String verb = words.getFirst();
        return switch (verb) {
            case "" -> new Nothing();
            case "kill" -> new Kill(node(words, nodes));
            case "destroy" -> new Destroy(node(words, nodes));
            case "kill-agent" -> new KillAgent(node(words, nodes));
            case "kill-postgres" -> new KillPostgres(node(words, nodes));
            case "stop" -> new Stop(node(words, nodes));
            case "hang" -> new Hang(node(words, nodes));
            case "cont" -> new Cont(node(words, nodes));
            case "start" -> new Start(node(words, nodes));
            case "switchover" ->
                    words.size() == 1
                            ? new Switchover(Optional.empty())
                            : new Switchover(Optional.of(node(words, nodes)));
            case "store" -> store(words);
            case "list" -> alone(words, new Show());
            case "help" -> alone(words, new Help());
            case "quit", "exit" -> alone(words, new Quit());
            default ->
                    throw new IllegalArgumentException(
                            "\"%s\" is no command here; `help` lists them".formatted(verb));
        };
    }

    /** As a number, or by its name. */
    private static String node(List<String> words, List<String> nodes) {
        if (words.size() == 2) {
            for (String name : nodes) {
                if (words.get(1).equals(name) || words.get(1).equals(name.substring(1))) {
                    return name;
                }
            }
        }
        throw new IllegalArgumentException(
                "%s which node? 1 to %d, such as `%s 1`"
                        .formatted(words.getFirst(), nodes.size(), words.getFirst()));
    }

    private static Order store(List<String> words) {
        return switch (words.size() == 2 ? words.get(1) : "") {
            case "on" -> new Store(true);
            case "off" -> new Store(false);
            default -> throw new IllegalArgumentException("`store off`, or `store on`");
        };
    }

    private static Order alone(List<String> words, Order order) {
        if (words.size() > 1) {
            throw new IllegalArgumentException("`%s` stands alone".formatted(words.getFirst()));
        }
        return order;
    }
}
