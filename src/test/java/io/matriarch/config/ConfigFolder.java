package io.matriarch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** A folder with all the files that a configuration names, and a machine that knows itself. */
record ConfigFolder(Path folder) {

    static final Machine MACHINE =
            machine("host-1", Optional.of(Path.of("/opt/pg/bin")), Optional.of("10.0.0.7"));

    static ConfigFolder in(Path folder) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("postgres"), "");
        mode(folder.resolve("bin/postgres"), "rwxr-xr-x");
        secret(folder.resolve("secret"), "tiger\n", "rw-------");
        secret(folder.resolve("open"), "tiger\n", "rw-r--r--");
        secret(folder.resolve("empty"), "\n", "rw-------");
        secret(folder.resolve("lines"), "a\nb\n", "rw-------");
        return new ConfigFolder(folder);
    }

    /** {@code DIR} in the texts stands for the folder. */
    Loaded<AgentConfig> load(String yaml, Map<String, String> env, Machine machine)
            throws IOException {
        return AgentConfigLoader.load(Optional.of(file(yaml)), env, machine);
    }

    Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("matriarch.yml"), here(yaml));
    }

    String here(String text) {
        return text.replaceAll("(?<![A-Z_])DIR", folder.toString())
                .replaceAll("(?<![A-Z_])FILE", folder.resolve("matriarch.yml").toString());
    }

    static Machine machine(String hostName, Optional<Path> binDir, Optional<String> address) {
        return new Machine() {
            @Override
            public String hostName() {
                return hostName;
            }

            @Override
            public Optional<Path> binDir() {
                return binDir;
            }

            @Override
            public Optional<String> address() {
                return address;
            }
        };
    }

    /** An instance of EC2 that is otherwise like the other machine. */
    static final Machine INSTANCE =
            new Machine() {
                @Override
                public String hostName() {
                    return "i-0123456789abcdef0";
                }

                @Override
                public Optional<Path> binDir() {
                    return MACHINE.binDir();
                }

                @Override
                public Optional<String> address() {
                    return MACHINE.address();
                }

                @Override
                public Optional<Machine.Instance> instance() {
                    return Optional.of(
                            new Machine.Instance(
                                    "i-0123456789abcdef0", "eu-central-1", "eu-central-1a"));
                }
            };

    /** The same instance with these tags. */
    static Machine tagged(Map<String, String> tags) {
        return new Machine() {
            @Override
            public String hostName() {
                return INSTANCE.hostName();
            }

            @Override
            public Optional<Path> binDir() {
                return INSTANCE.binDir();
            }

            @Override
            public Optional<String> address() {
                return INSTANCE.address();
            }

            @Override
            public Optional<Machine.Instance> instance() {
                return INSTANCE.instance();
            }

            @Override
            public Map<String, String> tags() {
                return tags;
            }
        };
    }

    private static void secret(Path file, String text, String mode) throws IOException {
        mode(Files.writeString(file, text), mode);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
