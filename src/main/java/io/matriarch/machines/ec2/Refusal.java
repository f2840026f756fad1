package io.matriarch.machines.ec2;

import java.io.IOException;

/** EC2 answered, and did not do what it was asked for. */
final class Refusal extends IOException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;

    /**
     * @param code EC2's own, such as UnauthorizedOperation
     * @param status of HTTP
     */
    Refusal(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
