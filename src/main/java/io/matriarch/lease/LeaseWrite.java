package io.matriarch.lease;

import io.matriarch.cluster.LeaseView;
import java.util.Optional;

/** How a conditional write of the lease ended. */
public sealed interface LeaseWrite {

    /** It is in the store, by the store's own answer. */
    record Won(LeaseView now) implements LeaseWrite {}

    /** The condition did not hold; {@code current} is what stood there, empty when nothing did. */
    record Refused(Optional<LeaseView> current) implements LeaseWrite {}

    /** Nobody knows whether it took effect: neither success nor failure (S4). */
    record Unknown(String why) implements LeaseWrite {}
}
