package io.matriarch.machines;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import java.util.Optional;
import java.util.Set;

/** The machines of the members. Each call blocks for some seconds at most, and never throws. */
public interface Machines {

    /**
     * Has a machine stopped at once, without the orderly end of its system, unless it is off or
     * told to stop already. Refused for this machine itself, and while this machine is not known to
     * run: two that stop each other leave none.
     *
     * @param instance the machine's id
     * @param validUntil the lease ends then: nothing is sent after it
     */
    Fenced stop(String instance, Moment validUntil);

    /** Which of these are terminated or unknown: none of them ever comes back. */
    Reading<Set<String>> gone(Set<String> instances);

    /**
     * Shows on this machine and its volumes what its member is.
     *
     * @param role {@code leader} or {@code replica}
     * @return one line when it failed
     */
    Optional<String> showRole(String role);
}
