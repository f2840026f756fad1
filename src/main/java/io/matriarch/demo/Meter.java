package io.matriarch.demo;

import java.sql.SQLException;
import java.util.List;

/** A writer and a sampler on a herd, and what they saw since the last {@link #begin}. */
final class Meter implements AutoCloseable {

    private final Writer writer;
    private final Sampler sampler;
    private int acknowledgedBefore;
    private int brokenBefore;

    Meter(List<Door> doors) {
        writer = new Writer(doors);
        sampler = new Sampler(doors);
    }

    synchronized void begin() {
        writer.gaps().restart();
        sampler.restart();
        acknowledgedBefore = writer.rows().count();
        brokenBefore = writer.broken();
    }

    /** The clients have lost a leader since the beginning, and found one again. */
    synchronized boolean resumed() {
        return writer.resumed() > brokenBefore;
    }

    /** No client waits: the last commit is of just now, and nobody's connection is broken. */
    boolean flows() {
        return writer.resumed() == writer.broken()
                && System.nanoTime() - writer.gaps().last() < 200_000_000L;
    }

    int acknowledged() {
        return writer.rows().count();
    }

    double longestGap() {
        return Words.seconds(writer.gaps().longest(System.nanoTime()));
    }

    /**
     * @throws SQLException when nobody can be asked for the rows
     */
    synchronized Figures read() throws SQLException, InterruptedException {
        double gap = longestGap();
        int acknowledged = acknowledged() - acknowledgedBefore;
        return new Figures(gap, sampler.secondsWithTwo(), acknowledged, writer.lost());
    }

    @Override
    public void close() {
        writer.close();
        sampler.close();
    }
}
