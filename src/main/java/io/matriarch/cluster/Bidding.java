package io.matriarch.cluster;

/** The least that an operator must say for a member to lead; each word says all before it, too. */
public enum Bidding {
    /** It may lead by itself. */
    NONE,
    /** A failover that names it: what it lacks is the operator's decision. */
    NAMED,
    /** A forced one: what it lacks may have been acknowledged. */
    FORCED,
    /** Nothing that an operator says would help, or nobody knows. */
    VAIN;

    /** What such a request says to the member that it names. */
    public static Bidding of(OperatorRequest.Kind kind) {
        return switch (kind) {
            case SWITCHOVER -> NONE;
            case FAILOVER -> NAMED;
            case FORCED -> FORCED;
        };
    }

    /** Such a request is enough for a member that needs this. */
    public boolean isMetBy(OperatorRequest.Kind kind) {
        return compareTo(of(kind)) <= 0;
    }
}
