package io.matriarch.routing.route53;

/** Its message is one line for an operator. */
final class RouteFailure extends Exception {

    private static final long serialVersionUID = 1;

    RouteFailure(String line) {
        super(line);
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
