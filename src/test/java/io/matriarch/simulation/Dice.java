package io.matriarch.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** One source of chance per concern: a new draw in one does not shift the others. */
final class Dice {

    private final SplittableRandom random;

    Dice(SplittableRandom random) {
        this.random = random;
    }

    Dice split() {
        return new Dice(random.split());
    }

    long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double real(double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    long millis(double low, double high) {
        return (long) (real(low, high) * World.MILLI);
    }

    /** Mostly near the low end, now and then near the high one. */
    long skewedMillis(double low, double high) {
        double u = random.nextDouble();
        return (long) ((low + (high - low) * u * u * u * u) * World.MILLI);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
