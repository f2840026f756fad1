package io.matriarch.demo;

/** The demo cannot go on; the message is the one line to show. */
final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
        super(message);
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
