package io.matriarch.host;

import io.matriarch.cluster.Moment;

/** This process's clocks; the only place that reads them. */
public final class SystemClock implements Clock {

    @Override
    public Moment now() {
        return new Moment(System.nanoTime());
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
