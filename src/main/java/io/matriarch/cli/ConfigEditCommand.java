package io.matriarch.cli;

import io.matriarch.cluster.DocumentTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "edit",
        description = "Edit the cluster's configuration with $VISUAL or $EDITOR.",
        sortOptions = false)
final class ConfigEditCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    ConfigEditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var config = new SharedConfig(session, where);
        var before = config.read();
        Path file = null;
        try {
            file = Files.createTempFile("matriarch-config-", ".yaml");
            Files.writeString(file, Documents.yaml(DocumentTree.nested(before.values())) + "\n");
            edit(file);
            String text = Files.readString(file);
            int exit =
                    change.perform(
                            session,
                            config,
                            before,
                            ConfigApplyCommand.values(file.toString(), text));
            Files.delete(file);
            return exit;
        } catch (IOException e) {
            throw Failure.failed("cannot edit: " + e.getMessage());
        } catch (Failure e) {
            throw Failure.failed(
                    "%s%nwhat you wrote is kept in %s".formatted(e.getMessage(), file));
        }
    }

    private void edit(Path file) throws IOException, Failure {
        String editor =
                Optional.ofNullable(session.env().get("VISUAL"))
                        .or(() -> Optional.ofNullable(session.env().get("EDITOR")))
                        .filter(e -> !e.isBlank())
                        .orElse("vi");
        try {
            // By a shell, because people set an editor with its options.
            int exit =
                    new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw Failure.failed(
                        "%s ended with %d: nothing was stored".formatted(editor, exit));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted: nothing was stored");
        }
    }
}
