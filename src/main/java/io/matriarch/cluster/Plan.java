package io.matriarch.cluster;

import java.time.Instant;

/** What shall happen at a time; it stands in the store until then. */
public sealed interface Plan {

    String id();

    /** By the clock of whoever does it. */
    Instant at();

    record Switchover(OperatorRequest request, Instant at) implements Plan {
        @Override
        public String id() {
            return request.id();
        }
    }

    record Restart(NodeName member, Order.Restart restart, Instant at) implements Plan {
        @Override
        public String id() {
            return restart.id();
        }
    }
}
