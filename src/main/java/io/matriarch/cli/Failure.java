package io.matriarch.cli;

/** A command that ends early: one line for standard error, and the exit code. */
final class Failure extends Exception {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exit;

    private Failure(int exit, String line) {
        super(line);
        this.exit = exit;
    }

    static Failure failed(String line) {
        return new Failure(FAILED, line);
    }

    static Failure usage(String line) {
        return new Failure(USAGE, line);
    }

    int exit() {
        return exit;
    }
}
