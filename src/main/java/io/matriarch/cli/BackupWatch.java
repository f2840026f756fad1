package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.BackupWorkDocument;

/** Has an agent begin work on backups, shows how far it is, and waits for its end. */
final class BackupWatch {
    private static final int LOOK_MILLIS = 500;

    private final Session session;
    private final AgentClient agent;

    BackupWatch(Session session, Where where) throws Failure {
        this.session = session;
        this.agent = where.operator(session);
    }

    int begin(String path, ObjectNode body) throws Failure {
        try {
            AgentClient.Reply reply = agent.post(path, body);
            if (reply.status() != 202) {
                throw Failure.failed(
                        reply.body().isEmpty()
                                ? "%s answered %d".formatted(agent.api(), reply.status())
                                : reply.body());
            }
            return await();
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line() + "; what has begun goes on without this command");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted; what has begun goes on without this command");
        }
    }

    private int await() throws AgentClient.Unreachable, Failure, InterruptedException {
        while (true) {
            BackupWorkDocument work = agent.get("/backups/work", BackupWorkDocument.class);
            if (!work.running()) {
                clear();
                if (!work.well()) {
                    throw Failure.failed(work.line());
                }
                session.out().println(work.line());
                return 0;
            }
            show(work);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** One line that replaces itself, for a person only. */
    private void show(BackupWorkDocument work) {
        if (session.terminal().isInteractive()) {
            session.err()
                    .print(
                            "\r%s: %s, %s/s "
                                    .formatted(work.what(), far(work), Bytes.of(work.rate())));
            session.err().flush();
        }
    }

    /** The total is an estimate: a server that goes on writing may exceed it. */
    private static String far(BackupWorkDocument work) {
        String done = Bytes.of(work.done());
        return work.total() <= 0
                ? done
                : "%s of %s, %d %%"
                        .formatted(
                                done,
                                Bytes.of(work.total()),
                                Math.min(99, work.done() * 100 / work.total()));
    }

    private void clear() {
        if (session.terminal().isInteractive()) {
            session.err().print("\r" + " ".repeat(78) + "\r");
            session.err().flush();
        }
    }
}
