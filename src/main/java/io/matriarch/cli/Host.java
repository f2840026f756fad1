package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;

/** Where a server is; {@code name} is an address or a name. */
record Host(String name, int port) {

    static Host of(MemberDocument member) {
        return new Host(member.host(), member.port());
    }

    @Override
    public String toString() {
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
}
