package io.matriarch.cluster;

/**
 * An operator has told the agents to do nothing by themselves.
 *
 * @param since when, by the wall clock of the member that took the call; ISO 8601 with
 *     milliseconds, so that it names this pause
 * @param by who asked for it
 * @param reason in the operator's words; may be empty
 */
public record Pause(String since, String by, String reason) {

    /** "paused since 2026-01-02T03:04:05.678Z by ann@bastion (upgrade of the kernel)". */
    public String words() {
        return "paused since %s by %s%s"
                .formatted(since, by, reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
