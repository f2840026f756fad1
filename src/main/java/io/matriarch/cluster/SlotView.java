package io.matriarch.cluster;

import java.util.List;

/**
 * How the permanent slots of one server stand.
 *
 * @param toCopy logical ones that a standby lacks, and would have after a restart
 * @param unsafe logical ones of a standby whose catalog rows may have been vacuumed away: not yet
 *     fit to be decoded from after a promotion
 * @param trouble what an operator should know; empty when all is well
 */
public record SlotView(List<String> toCopy, List<String> unsafe, String trouble) {

    public static final SlotView NONE = new SlotView(List.of(), List.of(), "");

    public SlotView {
        toCopy = List.copyOf(toCopy);
        unsafe = List.copyOf(unsafe);
    }

    /** What is known of them after a start, until they are looked at again. */
    public SlotView started() {
        return new SlotView(List.of(), unsafe, trouble);
    }

    public static SlotView troubled(String trouble) {
        return new SlotView(List.of(), List.of(), trouble);
    }
}
