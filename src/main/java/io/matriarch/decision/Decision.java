package io.matriarch.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * What to do, and why.
 *
 * @param next what the next round shall know
 * @param because one sentence for an operator, logged when it changes; empty when the last one
 *     still says it: what was begun goes on
 * @param mayExit an agent that was told to stop has nothing left to do
 */
public record Decision(Memory next, List<Action> actions, String because, boolean mayExit) {

    public Decision {
        actions = List.copyOf(actions);
    }

    static Decision of(Memory next, String because, Action... actions) {
        return new Decision(next, List.of(actions), because, false);
    }

    /** What was begun goes on, and its sentence still holds. */
    static Decision goingOn(Memory next, Action... actions) {
        return new Decision(next, List.of(actions), "", false);
    }

    /** The same decision with {@code first} done before its own actions. */
    Decision after(List<Action> first) {
        if (first.isEmpty()) {
            return this;
        }
        List<Action> all = new ArrayList<>(first);
        all.addAll(actions);
        return new Decision(next, all, because, mayExit);
    }
}
