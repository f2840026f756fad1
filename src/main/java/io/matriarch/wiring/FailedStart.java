package io.matriarch.wiring;

/** The one line that is left of an exception. */
final class FailedStart extends RuntimeException {

    private static final long serialVersionUID = 1;

    FailedStart(String line) {
        super(line);
    }

    static String line(Throwable failure) {
        Throwable at = failure;
        while (!(at instanceof FailedStart) && at.getCause() != null) {
            at = at.getCause();
        }
        String words = at.getMessage() == null ? at.toString() : at.getMessage();
        return "the agent did not start: " + words.lines().findFirst().orElse(words);
    }
}
