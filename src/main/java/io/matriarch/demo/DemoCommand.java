package io.matriarch.demo;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code matriarch demo}: a herd on this machine, to be hurt and watched. */
@Command(
        name = "matriarch demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A store, three agents and three PostgreSQL servers on this machine, and a client that"
                    + " writes. Type what shall happen to them."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--script",
            description = "A fixed show without a terminal; 0 only if every step went right.")
    boolean script;

    @Mixin Setup setup = new Setup();

    DemoCommand() {}

    /**
     * @param args what stands after the word {@code demo}
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String... args) {
        return Setup.run(new DemoCommand(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Failed {
        long begin = System.nanoTime();
        Console console = System.console();
        boolean terminal = !script && console != null && console.isTerminal();
        var screen = new Screen(System.out, terminal);
        screen.say(
                "Matriarch: a DynamoDB table holds the lease, three agents watch it, and exactly one PostgreSQL leads.");
        try (Herd herd = setup.start(screen);
                var watch = new HerdWatch(herd, screen)) {
            screen.say("the first agent at the lease runs initdb, the others clone from it\n");
            Setup.awaitForming(herd, setup.replication().waits());
            screen.event(
                    "the herd has formed, %s after the start; now a client writes rows, one commit each, as fast as it can"
                            .formatted(Words.span((System.nanoTime() - begin) / 1e9)));
            try (var meter = new Meter(herd.doors());
                    var _ = new Progress(meter, screen)) {
                if (script) {
                    return new Show(
                                            herd,
                                            screen,
                                            new Trial(
                                                    herd,
                                                    meter,
                                                    screen,
                                                    setup.replication().waits()),
                                            begin)
                                    .run()
                            ? 0
                            : 1;
                }
                prompt(herd, watch, meter, screen);
                return 0;
            }
        }
    }

    private static void prompt(Herd herd, HerdWatch watch, Meter meter, Screen screen)
            throws IOException, InterruptedException {
        screen.say("\nHurt them as you like:\n" + Prompt.HELP + "\n");
        var deeds = new Deeds(herd, watch, new Aftermath(herd, meter, screen), screen);
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        var names = herd.nodes().stream().map(HerdNode::name).toList();
        new Prompt(names, deeds, screen, in).run();
        screen.say("ending the herd");
    }
}
