package io.matriarch.demo;

import java.util.Locale;

/** Figures as people read them. */
final class Words {

    private Words() {}

    static double seconds(long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }

    /** One digit after the point, two below a second. */
    static String span(double seconds) {
        return String.format(Locale.ROOT, seconds < 0.995 ? "%.2f s" : "%.1f s", seconds);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String counted(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }
}
