package io.matriarch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "What belongs to the cluster: show and change its configuration.",
        sortOptions = false)
final class ConfigCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of show, set, edit and apply?");
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigShowCommand(session))
                .addSubcommand(new ConfigSetCommand(session))
                .addSubcommand(new ConfigEditCommand(session))
                .addSubcommand(new ConfigApplyCommand(session));
    }
}
