package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import java.util.Locale;
import java.util.Optional;

/** People at the command line: sensible, foolish, in a hurry, of two minds. */
final class Operators {

    private static final NodeName NOBODY = new NodeName("n99");

    private final Herd herd;
    private final Dice dice;
    private final String prefix;
    private int requests;

    Operators(Herd herd, Dice dice) {
        this(herd, dice, "r");
    }

    /**
     * @param prefix of the names of their requests
     */
    Operators(Herd herd, Dice dice, String prefix) {
        this.herd = herd;
        this.dice = dice;
        this.prefix = prefix;
    }

    /** Sometimes the one who leads already, one that is down, or one that nobody knows. */
    void ask(OperatorRequest.Kind kind) {
        Optional<NodeName> from =
                herd.leader().map(SimNode::nodeName).filter(_ -> dice.chance(0.5));
        Optional<NodeName> wrong = Optional.of(dice.oneOf(herd.nodes()).nodeName());
        Optional<NodeName> to = dice.chance(0.6) ? Optional.of(anybody()) : Optional.empty();
        request(kind, dice.chance(0.1) ? wrong : from, to);
    }

    private NodeName anybody() {
        return dice.chance(0.05) ? NOBODY : dice.oneOf(herd.nodes()).nodeName();
    }

    /** Two of them want two different leaders, at nearly the same time. */
    void disagree() {
        ask(OperatorRequest.Kind.SWITCHOVER);
        OperatorRequest.Kind kind =
                dice.chance(0.5) ? OperatorRequest.Kind.SWITCHOVER : OperatorRequest.Kind.FAILOVER;
        herd.world().after(dice.skewedMillis(1, 3_000), () -> ask(kind));
    }

    /** One asks again and again. */
    void impatient(int times) {
        ask(OperatorRequest.Kind.SWITCHOVER);
        if (times > 1) {
            herd.world().after(dice.skewedMillis(50, 4_000), () -> impatient(times - 1));
        }
    }

    private static String words(OperatorRequest.Kind kind) {
        return kind == OperatorRequest.Kind.FORCED
                ? "forced failover"
                : kind.name().toLowerCase(Locale.ROOT);
    }

    void request(OperatorRequest.Kind kind, Optional<NodeName> from, Optional<NodeName> to) {
        OperatorRequest request = new OperatorRequest(prefix + ++requests, kind, from, to);
        boolean taken = herd.store().ask(request);
        String asks =
                "asks for a %s%s%s"
                        .formatted(
                                words(kind),
                                from.map(n -> " from " + n).orElse(""),
                                to.map(n -> " to " + n).orElse(""));
        herd.story()
                .tell(
                        "operator",
                        asks + (taken ? "" : "; refused at once: another request is open"));
        if (taken) {
            herd.conduct().asked(request);
        }
        SimAgent agent = dice.oneOf(herd.nodes()).agent();
        if (agent != null) {
            agent.later(1, () -> agent.step(new Event.Woken()));
        }
    }
}
