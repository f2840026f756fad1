package io.matriarch.demo;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
final class Ports {

    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 12_000;
    private static final int USUAL_END = 32_768;
    private static final int ROOM = 1_000;
    private static final int ATTEMPTS = 10_000;

    private Ports() {}

    /**
     * Different ports below those that the kernel gives to clients. A killed server's port must not
     * be taken by an outgoing connection before the server comes back.
     *
     * @throws IOException when there are not that many
     */
    static List<Integer> free(int count) throws IOException {
        int end = firstEphemeral();
        Set<Integer> found = new LinkedHashSet<>();
        for (int i = 0; i < ATTEMPTS && found.size() < count; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IOException(
                    "there are no %d free ports between %d and %d on 127.0.0.1"
                            .formatted(count, LOWEST, end));
        }
        return List.copyOf(found);
    }

    /** Where clients' ports may be any, they are also rarely ours. */
    private static int firstEphemeral() {
        try {
            int first = Integer.parseInt(range().strip().split("\\s+")[0]);
            return first >= LOWEST + ROOM ? first : USUAL_END;
        } catch (IOException | NumberFormatException _) {
            return USUAL_END;
        }
    }

    /** In one read: the kernel gives nothing to a second one, and readString begins with a byte. */
    private static String range() throws IOException {
        byte[] buffer = new byte[64];
        try (var in = new FileInputStream(EPHEMERAL.toFile())) {
            int length = in.read(buffer);
            return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        }
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
