package io.matriarch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = "Base backups: take, list, verify and delete them.",
        sortOptions = false)
final class BackupCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of now, list, verify and delete?");
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new BackupCommand())
                .addSubcommand(new BackupNowCommand(session))
                .addSubcommand(new BackupListCommand(session))
                .addSubcommand(new BackupVerifyCommand(session))
                .addSubcommand(new BackupDeleteCommand(session));
    }
}
