package io.matriarch.demo;

public final class DemoCommand {
    private DemoCommand() {}

    public static int run(String... args) {
        return args.length == 0 ? 1 : 2;
    }
}
