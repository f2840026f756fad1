package io.matriarch.secrets;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shared place, in memory; it can be away. */
final class MemorySecrets implements Secrets {

    private final Map<SecretName, List<String>> values = new EnumMap<>(SecretName.class);
    Optional<String> trouble = Optional.empty();

    @Override
    public Found read(SecretName name) {
        return history(name) instanceof Found.Values all
                ? new Found.Values(List.of(all.newest()))
                : history(name);
    }

    @Override
    public Found history(SecretName name) {
        if (trouble.isPresent()) {
            return new Found.Unknown(trouble.get());
        }
        List<String> known = values.getOrDefault(name, List.of());
        return known.isEmpty() ? new Found.Absent() : new Found.Values(known);
    }

    @Override
    public Found create(SecretName name, String value) {
        return history(name) instanceof Found.Absent ? replace(name, value) : history(name);
    }

    @Override
    public Found replace(SecretName name, String value) {
        if (trouble.isPresent()) {
            return new Found.Unknown(trouble.get());
        }
        List<String> all = new ArrayList<>(values.getOrDefault(name, List.of()));
        all.addFirst(value);
        values.put(name, all);
        return new Found.Values(List.of(value));
    }

    @Override
    public String place(SecretName name) {
        return "parameter /t/" + name.text();
    }
}
