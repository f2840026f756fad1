package io.matriarch.lease.dynamodb;

/** Whether the table can be used. */
public sealed interface TableSetup {

    record Existed() implements TableSetup {}

    record Created() implements TableSetup {}

    /** {@code why} is one line for an operator. */
    record NotUsable(String why) implements TableSetup {}
}
