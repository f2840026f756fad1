package io.matriarch.cli;

import java.io.IOException;

/** Goes to the archive itself when no agent answers, and says that it did. */
record BackupFallback(Session session, Where where, AgentClient.Unreachable unreachable) {

    /** What is asked of the archive. */
    interface Question<T> {
        T ask(BackupReader backups) throws IOException;
    }

    <T> T read(Question<T> question) throws Failure {
        if (!where.hasConfig(session)) {
            throw Failure.failed(unreachable.line());
        }
        try (BackupReader backups = where.backups(session)) {
            session.err()
                    .println(
                            "matriarch: %s; this is what %s holds"
                                    .formatted(unreachable.line(), backups.name()));
            session.err().flush();
            return question.ask(backups);
        } catch (IllegalArgumentException | IOException e) {
            throw Failure.failed(unreachable.line() + "; " + e.getMessage());
        }
    }
}
