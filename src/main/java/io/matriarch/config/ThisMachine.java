package io.matriarch.config;

import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks Linux. */
record ThisMachine(Map<String, String> environment) implements Machine {

    private static final Path PACKAGED = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}");

    /** Networks that containers on this machine have among themselves. */
    private static final Pattern INNER = Pattern.compile("(docker|veth|br-|virbr|cni|podman).*");

    @Override
    public String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return environment.getOrDefault("HOSTNAME", "");
        }
    }

    @Override
    public Optional<Path> binDir() {
        return newestPackaged(PACKAGED).or(this::onPath);
    }

    static Optional<Path> newestPackaged(Path versions) {
        try (var folders = Files.list(versions)) {
            return folders.filter(f -> VERSION.matcher(f.getFileName().toString()).matches())
                    .filter(f -> hasPostgres(f.resolve("bin")))
                    .max(Comparator.comparingInt(f -> Integer.parseInt(f.getFileName().toString())))
                    .map(f -> f.resolve("bin"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static boolean hasPostgres(Path folder) {
        return Files.isExecutable(folder.resolve("postgres"));
    }

    private Optional<Path> onPath() {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .filter(ThisMachine::hasPostgres)
                .findFirst()
                .flatMap(ThisMachine::behindLinks);
    }

    private static Optional<Path> behindLinks(Path folder) {
        try {
            return Optional.ofNullable(folder.resolve("postgres").toRealPath().getParent());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> address() {
        try {
            List<InetAddress> addresses =
                    NetworkInterface.networkInterfaces()
                            .filter(i -> !INNER.matcher(i.getName()).matches())
                            .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                            .toList();
            return addresses.stream()
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .or(() -> addresses.stream().findFirst())
                    .map(InetAddress::getHostAddress)
                    .map(text -> text.replaceFirst("%.*", ""));
        } catch (SocketException _) {
            return Optional.empty();
        }
    }
}
