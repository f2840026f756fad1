package io.matriarch.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description =
                "Set new passwords, or a new token; the leader changes the roles, and all members"
                        + " follow.",
        sortOptions = false)
final class PasswordsRotateCommand implements Callable<Integer> {

    /** Which one alone. */
    enum Secret {
        SUPERUSER,
        REPLICATION,
        TOKEN
    }

    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = "--only",
            paramLabel = "SECRET",
            description =
                    "superuser, replication or token (default: both passwords; the token stays,"
                            + " because programs of yours may bring it).")
    Optional<Secret> only = Optional.empty();

    @Mixin Yes consent = new Yes();

    PasswordsRotateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String plan = plan();
        if (!consent.agreed(session, List.of(plan))) {
            return 0;
        }
        try {
            session.out().println(where.rotate(session, only.map(PasswordsRotateCommand::name)));
            session.out().flush();
            return 0;
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()));
        }
    }

    private String plan() {
        if (only.filter(Secret.TOKEN::equals).isPresent()) {
            return "Rotate: the token will be a new one, random. Members accept the one before it for"
                    + " an hour more.";
        }
        return "Rotate: %s will be a new one, random. Open connections stay open."
                .formatted(
                        only.map(r -> "the password of " + name(r))
                                .orElse("the password of each role"));
    }

    private static String name(Secret secret) {
        return secret.name().toLowerCase(Locale.ROOT);
    }
}
