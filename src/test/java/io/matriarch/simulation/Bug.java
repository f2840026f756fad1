package io.matriarch.simulation;

/** Mistakes that can be planted in the simulated parts, to prove that the rules can be broken. */
enum Bug {
    TAKE_WITHOUT_CONDITION(
            "the store takes a lease without looking whether it has moved", Temper.STORMY),
    TTL_FROM_ANSWER(
            "a holder counts its lease from the store's answer, not from its question",
            Temper.STORE),
    SWITCH_FED_EARLY("the switch is fed before the renewal is confirmed", Temper.STORE),
    SWITCH_MISSING("nothing but the agent itself stops PostgreSQL", Temper.STORMY),
    FAILSAFE_BY_MAJORITY("half of the members are enough for the failsafe", Temper.STORE),
    PROMISE_FORGOTTEN("a member confirms the failsafe and does not remember it", Temper.STORE),
    TIMEOUT_IS_SUCCESS("a write that nobody answered counts as done", Temper.STORE),
    SILENCE_IS_CONSENT("a member that does not answer counts as one that confirmed", Temper.STORE),
    HEIR_NOT_CAUGHT_UP("an heir says that it has everything", Temper.OPERATORS),
    ROUTES_OVERWRITTEN(
            "routes are written without looking whether they are what was read", Temper.STORMY),
    TIMELINE_NOT_CHECKED("a former leader takes its timeline for the newest", Temper.STORMY),
    SHUTDOWN_CHECKPOINT_MISREAD(
            "a leader takes the checkpoint before the shutdown for that of the shutdown",
            Temper.OPERATORS),
    HEIR_DOES_NOT_RENEW("an heir leads by its predecessor's write alone", Temper.OPERATORS),
    REWIND_TOO_EARLY(
            "a former leader rewinds from a primary that has not checkpointed since its promotion",
            Temper.STORMY),
    WALL_CLOCKS_COMPARED("a lease has expired when my wall clock says so", Temper.STORMY),
    GUARD_IN_THE_LOOP_ONLY(
            "no thread of the guard's own and no switch: only the loop sees that a lease has ended",
            Temper.STORMY),
    JUMP_IGNORED("a machine that was suspended believes its monotonic clock", Temper.STORMY),
    SYNC_BEFORE_EFFECT(
            "the lease names a standby that PostgreSQL does not wait for yet",
            Temper.POSTGRES,
            true),
    SYNC_NOT_CAUGHT_UP(
            "the lease names a standby that lacks what was acknowledged before",
            Temper.POSTGRES,
            true),
    SYNC_REMOVED_FIRST(
            "PostgreSQL stops waiting for a standby before the lease is written",
            Temper.STORE,
            true),
    SYNC_GIVEN_UP_UNCONFIRMED(
            "PostgreSQL stops waiting for anybody when the lease was sent, not when it was won",
            Temper.STORE,
            true),
    SYNC_TIMEOUT_IS_SUCCESS(
            "a write of the sync set that nobody answered counts as done", Temper.STORE, true),
    OUTSIDER_LEADS("a candidate does not look whether it is in the sync set", Temper.STORMY, true),
    CLIENTS_IN_AT_ONCE(
            "after a crash clients see what the sync set may lack", Temper.POSTGRES, true),
    VOTERS_BEFORE_QUORUM(
            "the voters become fewer before PostgreSQL waits for none but them",
            Temper.STORMY,
            true),
    TOO_FEW_VOTES("a candidate leads without asking enough voters", Temper.STORMY, true),
    VOTES_FROM_MEMORY(
            "each answer counts as a vote, whether or not the voter has looked",
            Temper.STORMY,
            true),
    VOTES_HALF_READ(
            "a voter that has just started tells a position before it has read its own log",
            Temper.STORMY,
            true),
    VOTES_AND_STREAMS(
            "a voter goes on receiving from the last leader after its vote", Temper.STORMY, true),
    PROMOTED_BEFORE_OFF(
            "a machine that was told to stop passes for one that is off", Temper.STORMY),
    FENCED_AFTER_HAND_OVER(
            "whoever hands over in order is taken for a leader that vanished", Temper.OPERATORS),
    FENCES_ITSELF("the machine that is stopped is one's own", Temper.STORMY),
    NOTICES_UNREAD("nobody reads what the host says of the machine's end", Temper.ORDINARY),
    EACH_TAKES_ITSELF_FOR_NAMED(
            "a broken member takes itself for the one that the lease names", Temper.ORDINARY),
    LET_GO_AT_ONCE("a machine is let go before its PostgreSQL is down", Temper.ORDINARY),
    IN_SERVICE_AT_ONCE(
            "a new machine counts as in service before its member is of use", Temper.ORDINARY),
    SMALLER_TTL_WRITTEN_FIRST(
            "a smaller ttl is written before its writer holds by it", Temper.STORE),
    PROMISES_BY_ITS_OWN_TTL(
            "a member stands by for its own ttl, however long the leader's is", Temper.STORE),
    SWITCH_KEEPS_THE_GREATER(
            "the switch holds the greater deadline when a smaller one is confirmed", Temper.STORMY),
    LEADER_REBUILT("a leader's data is built anew because somebody asked", Temper.OPERATORS),
    OLD_DATA_NOT_KEPT("the old data is removed before the new copy is there", Temper.STORMY),
    RESTARTED_WITHOUT_LEASE(
            "a restart starts PostgreSQL whatever has become of the lease", Temper.STORE),
    SLOT_BY_OWN_POSITION(
            "a standby moves a slot on to what it has itself, not to what the consumer has",
            Temper.ORDINARY),
    DOCUMENT_UNREAD(
            "a member of a standby cluster promotes before it has read that it is one",
            Temper.STORMY),
    PROMOTED_UNASKED(
            "promote-cluster does not ask whether the other cluster takes writes", Temper.ORDINARY),
    DOCUMENT_STALE("a member goes by the document that it read first", Temper.STORMY),
    PROMOTED_BEFORE_REPLAYED(
            "a standby leader is promoted before it has replayed what the other cluster archived",
            Temper.ORDINARY),
    STREAMING_IS_WHOLE(
            "the other cluster is promoted because this one streams from it, whatever it lacks",
            Temper.ORDINARY,
            true),
    PAUSE_UNREAD("nobody reads that the cluster is paused", Temper.ORDINARY),
    SWITCH_RESTS_IN_PAUSE("the switch rests while the cluster is paused", Temper.STORMY),
    NOFAILOVER_FORGOTTEN("a member does not know that it is tagged nofailover", Temper.STORMY),
    CASCADE_LOOP_UNSEEN(
            "nobody looks whether the one that it streams from streams from it", Temper.ORDINARY),
    LEAVES_UNASKED(
            "a standby that must restart does not wait until it is let out of the sync set",
            Temper.POSTGRES,
            true),
    TURNS_FOR_ALL("a leader has all standbys restart at once", Temper.MILD),
    TAGS_READ_ONCE("an agent goes by the tags that it read when it began", Temper.ORDINARY),
    BAD_DOCUMENT_IS_BLANK(
            "a document that cannot be used passes for one that says nothing", Temper.STORMY),
    SELF_REPAIR_BEFORE_RELEASE(
            "PostgreSQL may begin anew by itself while the lease still counts on standbys",
            Temper.ORDINARY),
    ARCHIVE_TRUSTED(
            "a member without a stream does not see that its log has parted from its leader's",
            Temper.STORMY);

    private final String words;
    private final Temper temper;
    private final boolean synchronous;

    /**
     * @param temper the kind of day on which it shows soonest
     */
    Bug(String words, Temper temper) {
        this(words, temper, false);
    }

    /**
     * @param synchronous it shows only where commits wait for standbys
     */
    Bug(String words, Temper temper, boolean synchronous) {
        this.words = words;
        this.temper = temper;
        this.synchronous = synchronous;
    }

    /** It shows only where fencing is required. */
    boolean fences() {
        return this == PROMOTED_BEFORE_OFF
                || this == FENCED_AFTER_HAND_OVER
                || this == FENCES_ITSELF;
    }

    /** What must be in the number of a seed for it to show. */
    long bits() {
        return switch (this) {
            case NOTICES_UNREAD, EACH_TAKES_ITSELF_FOR_NAMED, LET_GO_AT_ONCE, IN_SERVICE_AT_ONCE ->
                    Simulation.WITH_NOTICES;
            case SMALLER_TTL_WRITTEN_FIRST, PROMISES_BY_ITS_OWN_TTL, SWITCH_KEEPS_THE_GREATER ->
                    Simulation.WITH_CHANGES;
            case LEADER_REBUILT, OLD_DATA_NOT_KEPT, RESTARTED_WITHOUT_LEASE ->
                    Simulation.WITH_ORDERS;
            case DOCUMENT_UNREAD, PROMOTED_UNASKED, DOCUMENT_STALE, STREAMING_IS_WHOLE ->
                    Simulation.FOR_OTHERS;
            case PROMOTED_BEFORE_REPLAYED -> Simulation.BY_ARCHIVE;
            case SLOT_BY_OWN_POSITION -> Simulation.WITH_SLOTS;
            case PAUSE_UNREAD, SWITCH_RESTS_IN_PAUSE -> Simulation.WITH_PAUSE;
            case VOTERS_BEFORE_QUORUM,
                    TOO_FEW_VOTES,
                    VOTES_FROM_MEMORY,
                    VOTES_HALF_READ,
                    VOTES_AND_STREAMS ->
                    Simulation.WITH_QUORUM;
            case NOFAILOVER_FORGOTTEN, CASCADE_LOOP_UNSEEN -> Simulation.WITH_TAGS;
            case LEAVES_UNASKED,
                    TURNS_FOR_ALL,
                    TAGS_READ_ONCE,
                    BAD_DOCUMENT_IS_BLANK,
                    SELF_REPAIR_BEFORE_RELEASE,
                    ARCHIVE_TRUSTED ->
                    Simulation.WITH_UPKEEP;
            default -> 0;
        };
    }

    /** It shows only where some standbys are enough. */
    boolean quorum() {
        return bits() == Simulation.WITH_QUORUM;
    }

    boolean synchronous() {
        return synchronous;
    }

    Temper temper() {
        return temper;
    }

    String words() {
        return words;
    }
}
