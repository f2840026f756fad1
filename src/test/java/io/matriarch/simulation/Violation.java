package io.matriarch.simulation;

/** A rule that was broken, in words. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String rule;

    Violation(String rule, String how) {
        super(rule + ": " + how);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
