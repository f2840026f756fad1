package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: the one that runs the tests has long looked names up. */
class NameLookupsTest {

    /** Looks a name up that cannot exist, and prints what the JVM then goes by. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws ReflectiveOperationException {
            NameLookups.keepBriefly();
            try {
                var address = java.net.InetAddress.getByName("no-such-host.invalid");
                System.out.println("found " + address);
            } catch (UnknownHostException _) {
                Class<?> policy = Class.forName("sun.net.InetAddressCachePolicy");
                System.out.println(
                        policy.getMethod("getNegative").invoke(null)
                                + " "
                                + policy.getMethod("get").invoke(null));
            }
        }
    }

    @Test
    void aFailedLookupIsForgottenWithinASecond() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-exports=java.base/sun.net=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        assertEquals("1 5", printed.strip());
    }
}
