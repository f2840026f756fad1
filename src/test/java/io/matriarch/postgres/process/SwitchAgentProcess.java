package io.matriarch.postgres.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** An agent to be killed: RUN_DIR_PARENT MILLIS PROGRAM ARGUMENT... */
final class SwitchAgentProcess {

    private SwitchAgentProcess() {}

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        SwitchClient client = SwitchClient.open(dir.resolve("run"));
        boolean armed =
                client.arm(
                        client.stamp().orElseThrow(), Duration.ofMillis(Long.parseLong(args[1])));
        var command = Arrays.asList(args).subList(2, args.length);
        switch (client.start(true, dir.resolve("postgres.log"), command)) {
            case SwitchClient.Started.Running(long pid) ->
                    System.out.println(armed ? String.valueOf(pid) : "not armed");
            case SwitchClient.Started.Refused(String why) -> System.out.println(why);
        }
        Thread.sleep(Duration.ofMinutes(1));
    }
}
