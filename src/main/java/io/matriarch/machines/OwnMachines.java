package io.matriarch.machines;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import java.util.Optional;
import java.util.Set;

/** Nobody but their owner can say anything of these. */
public final class OwnMachines implements Machines {

    private static final String WHY = "this machine is no instance of EC2";

    @Override
    public Fenced stop(String instance, Moment validUntil) {
        return new Fenced.Failed(WHY);
    }

    @Override
    public Reading<Set<String>> gone(Set<String> instances) {
        return new Reading.Missing<>(WHY);
    }

    @Override
    public Optional<String> showRole(String role) {
        return Optional.empty();
    }
}
