package io.matriarch.simulation;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.SyncWait;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What clients were told, and who has it: the rules of synchronous replication (S9). */
final class Acknowledged {

    private final Herd herd;
    private @Nullable Wal all;
    private long lost;

    /** The last holder's lease named those who have all that it acknowledged (S9). */
    private boolean promised;

    /** The holder has acknowledged something in this epoch. */
    private boolean wrote;

    Acknowledged(Herd herd) {
        this.herd = herd;
    }

    /** Bytes of acknowledged writes that the leader after does not have. */
    long lost() {
        return lost;
    }

    boolean promised() {
        return promised;
    }

    /** Who wrote nothing promised nothing of his own, and has what was promised before. */
    void changesHands(LeaseView before) {
        promised = wrote ? !before.sync().isEmpty() : promised;
        wrote = false;
    }

    /** The cluster begins anew. */
    void forget() {
        all = null;
    }

    /** Another cluster leads from now on, with this log: what was acknowledged here is in it. */
    void leaves(Wal there, boolean doubled) {
        Wal told = all;
        if (told != null && !told.isPrefixOf(there)) {
            long lacking = told.end() - told.commonWith(there);
            if (herd.waits() && !doubled && !herd.conduct().wasForced()) {
                throw new Violation(
                        "nothing acknowledged before a demotion is lost (S9)",
                        "the other cluster leads without %d bytes of it".formatted(lacking));
            }
            lost += lacking;
        }
        all = null;
    }

    /** Commits wait for everybody who may lead next, and each of them has them all (S9). */
    void check() {
        LeaseView lease = herd.store().lease().orElse(null);
        if (lease == null || lease.sync().isEmpty() || lease.incarnation().isEmpty()) {
            return;
        }
        SimNode holder = herd.node(lease.holder());
        SimDisk disk = holder.postgres().disk().orElse(null);
        if (lease.sync().votes(lease.holder()) > 1) {
            if (disk != null && !disk.standbySignal) {
                counts(lease, holder, disk);
            }
            return;
        }
        for (NodeName name : lease.sync().names()) {
            if (name.equals(lease.holder()) || disk == null || disk.standbySignal) {
                continue;
            }
            boolean waits =
                    disk.commits.names().contains(name)
                            && (!holder.postgres().isPrimary()
                                    || holder.postgres()
                                            .commits()
                                            .inForce()
                                            .names()
                                            .contains(name));
            if (!waits) {
                throw new Violation(
                        "the sync set is a subset of those whom commits wait for (S9)",
                        "the lease of %s names %s, but PostgreSQL waits for %s"
                                .formatted(
                                        holder.name(),
                                        name,
                                        holder.postgres().commits().inForce()));
            }
            herd.node(name).postgres().disk().ifPresent(d -> hasAll(herd.node(name), d.wal));
        }
    }

    /** needed + quorum > voters: those who agree on a leader include one who has each commit. */
    private void counts(LeaseView lease, SimNode holder, SimDisk disk) {
        Set<NodeName> voters = lease.sync().standbys(lease.holder());
        SyncWait inForce = holder.postgres().commits().inForce();
        List<SyncWait> waits =
                holder.postgres().isPrimary()
                        ? List.of(disk.commits, inForce)
                        : List.of(disk.commits);
        for (SyncWait wait : waits) {
            Set<NodeName> both = new TreeSet<>(voters);
            both.addAll(wait.names());
            int votes = lease.sync().votes(lease.holder());
            if (!wait.blocked() && votes + wait.count() <= both.size()) {
                throw new Violation(
                        "whoever agrees on a leader includes one who has each commit (S9)",
                        "%d of %s are enough, but commits of %s: %s"
                                .formatted(votes, voters, holder.name(), wait));
            }
        }
        long lacking = voters.stream().filter(v -> lacks(herd.node(v))).count();
        if (voters.size() - lacking < lease.sync().kept(lease.holder())) {
            throw new Violation(
                    "enough voters have all that was acknowledged (S9)",
                    "%d of %s lack some of it".formatted(lacking, voters));
        }
    }

    private boolean lacks(SimNode voter) {
        Wal told = all;
        SimDisk disk = voter.postgres().disk().orElse(null);
        return told != null && disk != null && !told.isPrefixOf(disk.wal);
    }

    private void hasAll(SimNode member, Wal log) {
        if (all != null && !all.isPrefixOf(log)) {
            throw new Violation(
                    "each member of the sync set has all that was acknowledged (S9)",
                    "%s lacks %d bytes".formatted(member.name(), all.end() - all.commonWith(log)));
        }
    }

    /** Clients were told of all this, or could read it. */
    void add(SimNode by, Wal log) {
        wrote |= herd.leader().filter(by::equals).isPresent();
        if (all == null || !log.isPrefixOf(all)) {
            keeps(by, log);
            all = log;
        }
    }

    /** Whoever leads from now on has it all, unless an operator wanted it otherwise. */
    void keeps(SimNode node, Wal log) {
        if (all == null || all.isPrefixOf(log) || herd.remote().keeps(all)) {
            return;
        }
        long lacking = all.end() - all.commonWith(log);
        if (herd.waits() && !forced(node) && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "no acknowledged write is lost (S9)",
                    "%s leads without %d bytes that clients were told of, or could read"
                            .formatted(node.name(), lacking));
        }
        herd.story()
                .tell(
                        "clients",
                        "%s leads without %d bytes that were acknowledged"
                                .formatted(node.name(), lacking));
        lost += lacking;
        all = all.upTo(all.commonWith(log));
    }

    private boolean forced(SimNode node) {
        return herd.store()
                .request()
                .filter(r -> r.kind() == OperatorRequest.Kind.FORCED)
                .flatMap(OperatorRequest::to)
                .filter(node.nodeName()::equals)
                .isPresent();
    }
}
