package io.matriarch.cluster;

/** PostgreSQL's timeline number; rises by one or more at each promotion, 0 when none is known. */
public record Timeline(int number) implements Comparable<Timeline> {

    public static final Timeline NONE = new Timeline(0);

    public boolean isAfter(Timeline other) {
        return number > other.number;
    }

    @Override
    public int compareTo(Timeline other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
