package io.matriarch.simulation;

/** Mistakes that can be planted in the simulated parts, to prove that the rules can be broken. */
enum Bug {
    TAKE_WITHOUT_CONDITION("the store takes a lease without looking whether it has moved"),
    TTL_FROM_ANSWER("a holder counts its lease from the store's answer, not from its question"),
    SWITCH_FED_EARLY("the switch is fed before the renewal is confirmed"),
    SWITCH_MISSING("nothing but the agent itself stops PostgreSQL"),
    FAILSAFE_BY_MAJORITY("half of the members are enough for the failsafe"),
    PROMISE_FORGOTTEN("a member confirms the failsafe and does not remember it"),
    TIMEOUT_IS_SUCCESS("a write that nobody answered counts as done"),
    SILENCE_IS_CONSENT("a member that does not answer counts as one that confirmed"),
    HEIR_NOT_CAUGHT_UP("an heir says that it has everything"),
    TIMELINE_NOT_CHECKED("a former leader takes its timeline for the newest"),
    LAG_NOT_CHECKED("a standby takes its position for the newest");

    private final String words;

    Bug(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
