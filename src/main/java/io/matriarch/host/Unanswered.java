package io.matriarch.host;

/** No answer; the message is one line that says which place is meant. */
public final class Unanswered extends Exception {

    private static final long serialVersionUID = 1;

    Unanswered(String message) {
        super(message);
    }

    /** Never null. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
