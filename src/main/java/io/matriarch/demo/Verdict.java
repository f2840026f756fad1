package io.matriarch.demo;

import java.util.Optional;

/** Collects what is not as it should be; the first finding is the one to look at. */
final class Verdict {

    /** An asynchronous standby lacks a few commits at most, those of the last instant. */
    private static final int LAST_INSTANT = 10;

    private final Expected expected;
    private Optional<String> first = Optional.empty();

    Verdict(Expected expected) {
        this.expected = expected;
    }

    void nobodyTookOver(long seconds) {
        wrong("no commit was acknowledged within %d s".formatted(seconds));
    }

    void peace(Optional<String> trouble) {
        trouble.ifPresent(t -> wrong("the herd is not whole again: " + t));
    }

    void restored(Optional<String> backup) {
        if (backup.isEmpty()) {
            wrong("the destroyed node did not come back from the archive");
        }
    }

    void figures(Figures figures) {
        if (figures.twoPrimaries() > 0) {
            wrong("two primaries for %s".formatted(Words.span(figures.twoPrimaries())));
        }
        if (figures.lost() > (expected.mayLose() ? LAST_INSTANT : 0)) {
            wrong("%s lost".formatted(Words.counted(figures.lost(), "acknowledged row")));
        }
    }

    void leader(String before, String after) {
        boolean right =
                switch (expected.leader()) {
                    case OTHER -> !after.equals(before) && !after.equals("nobody");
                    case SAME -> after.equals(before);
                    case EITHER -> !after.equals("nobody");
                };
        if (!right) {
            wrong("%s led before, and %s leads now".formatted(before, after));
        }
    }

    Optional<String> first() {
        return first;
    }

    private void wrong(String what) {
        if (first.isEmpty()) {
            first = Optional.of(what);
        }
    }
}
