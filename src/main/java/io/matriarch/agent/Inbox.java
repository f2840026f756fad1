package io.matriarch.agent;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The only way into the loop, from any thread; bounded. */
public final class Inbox {

    private static final int ROOM = 4096;

    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(ROOM);

    /**
     * Waits for room: an effect's end must not be dropped, or the loop would wait for it for ever.
     */
    public void put(Event event) {
        try {
            queue.put(event);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return false when the inbox is full: the caller is told, and asks again
     */
    public boolean offer(Event event) {
        return queue.offer(event);
    }

    /** The next event, or a tick when none comes within {@code limit}. */
    public Event take(Duration limit) throws InterruptedException {
        Event event = queue.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        return event == null ? new Event.Tick() : event;
    }
}
