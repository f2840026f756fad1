package io.matriarch.wiring;

import io.matriarch.config.Machine;
import io.matriarch.host.InstanceIdentity;
import io.matriarch.host.ec2.InstanceMetadata;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An instance of EC2: its name and its address are what its metadata says, asked when needed. */
final class Ec2Machine implements Machine {

    private final Machine linux;
    private final Supplier<Optional<InstanceIdentity>> metadata;
    private @Nullable Optional<InstanceIdentity> read;

    Ec2Machine(Machine linux, Supplier<Optional<InstanceIdentity>> metadata) {
        this.linux = linux;
        this.metadata = metadata;
    }

    /** The machine that this agent runs on. */
    static Machine here(Map<String, String> env) {
        Machine linux = Machine.linux(env);
        return InstanceMetadata.isHere(env)
                ? new Ec2Machine(linux, () -> InstanceMetadata.read(env))
                : linux;
    }

    private Optional<InstanceIdentity> identity() {
        Optional<InstanceIdentity> known = read;
        if (known == null) {
            known = metadata.get();
            read = known;
        }
        return known;
    }

    /** A host name of EC2 may change with the address; the instance never changes its id. */
    @Override
    public String hostName() {
        return identity().map(InstanceIdentity::instance).orElse("");
    }

    @Override
    public Optional<Instance> instance() {
        return identity().map(i -> new Instance(i.instance(), i.region(), i.zone()));
    }

    @Override
    public Map<String, String> tags() {
        return identity().map(InstanceIdentity::tags).orElse(Map.of());
    }

    @Override
    public Optional<Path> binDir() {
        return linux.binDir();
    }

    @Override
    public Optional<String> address() {
        return identity().map(InstanceIdentity::address).or(linux::address);
    }
}
