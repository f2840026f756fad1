package io.matriarch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "matriarch",
        description = "High availability for PostgreSQL: exactly one leads.",
        footer = {
            "",
            "PostgreSQL itself calls wal-push and wal-fetch: see docs/backup.md.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        })
final class MatriarchCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    static CommandLine commandLine(Session session) {
        var line =
                new CommandLine(new MatriarchCommand())
                        .addSubcommand(new RunCommand())
                        .addSubcommand(new ListCommand(session))
                        .addSubcommand(new SwitchoverCommand(session))
                        .addSubcommand(new FailoverCommand(session))
                        .addSubcommand(new RestartCommand(session))
                        .addSubcommand(new ReloadCommand(session))
                        .addSubcommand(new ReinitCommand(session))
                        .addSubcommand(new FlushCommand(session))
                        .addSubcommand(new TopologyCommand(session))
                        .addSubcommand(new PauseCommand(session))
                        .addSubcommand(new ResumeCommand(session))
                        .addSubcommand(new PromoteClusterCommand(session))
                        .addSubcommand(new DemoteClusterCommand(session))
                        .addSubcommand(new HistoryCommand(session))
                        .addSubcommand(ConfigCommand.commandLine(session))
                        .addSubcommand(BackupCommand.commandLine(session))
                        .addSubcommand(new RestoreCommand(session))
                        .addSubcommand(new DsnCommand(session))
                        .addSubcommand(PasswordsCommand.commandLine(session))
                        .addSubcommand(new VersionCommand(session));
        addHelp(line);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(session.out())
                .setErr(session.err());
    }

    private static void addHelp(CommandLine line) {
        line.getSubcommands().values().forEach(MatriarchCommand::addHelp);
        line.getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
    }
}
