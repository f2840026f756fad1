package io.matriarch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "passwords",
        description = "The passwords and the token that SSM Parameter Store keeps: replace them.",
        sortOptions = false)
final class PasswordsCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? rotate");
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new PasswordsCommand())
                .addSubcommand(new PasswordsRotateCommand(session));
    }
}
