package io.matriarch.cluster;

/** What became of an order; {@code words} is one line for the operator. */
public record OrderOutcome(End end, String words) {

    /** DONE, REFUSED: nothing was begun, FAILED: begun and not done. */
    public enum End {
        DONE,
        REFUSED,
        FAILED
    }

    public static OrderOutcome done(String words) {
        return new OrderOutcome(End.DONE, words);
    }

    public static OrderOutcome refused(String words) {
        return new OrderOutcome(End.REFUSED, words);
    }

    public static OrderOutcome failed(String words) {
        return new OrderOutcome(End.FAILED, words);
    }
}
