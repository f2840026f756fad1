package io.matriarch;

import io.matriarch.backup.door.WalCommand;
import io.matriarch.cli.Cli;
import io.matriarch.demo.BenchCommand;
import io.matriarch.demo.DemoCommand;
import io.matriarch.wiring.DirectStores;
import io.matriarch.wiring.RunCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** The agent, or a command that never boots the container. */
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... args) {
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        int code =
                switch (args.length == 0 ? "" : args[0]) {
                    case WalCommand.PUSH, WalCommand.FETCH -> WalCommand.run(args);
                    case "run" -> RunCommand.run(rest);
                    case "demo" -> DemoCommand.run(rest);
                    case "bench" -> BenchCommand.run(rest);
                    default -> Cli.run(new DirectStores(), args);
                };
        System.exit(code);
    }
}
