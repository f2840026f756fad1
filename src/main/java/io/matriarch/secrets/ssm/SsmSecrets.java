package io.matriarch.secrets.ssm;

import io.matriarch.host.BoundedCall;
import io.matriarch.host.Unanswered;
import io.matriarch.secrets.Found;
import io.matriarch.secrets.SecretName;
import io.matriarch.secrets.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * One SecureString parameter below a path for each secret. Its older versions are the older values.
 */
public final class SsmSecrets implements Secrets, AutoCloseable {

    private static final int KEPT = 5;

    /** Somewhat more than the client itself allows a call with its retries. */
    private static final Duration LIMIT = Duration.ofSeconds(17);

    private final SsmClient ssm;
    private final String path;
    private final Optional<String> kmsKey;
    private final BoundedCall bounded;

    /**
     * @param path such as {@code /matriarch/orders}
     * @param kmsKey encrypts them; the account's own key for parameters when absent
     */
    public SsmSecrets(SsmClient ssm, String path, Optional<String> kmsKey) {
        this(ssm, path, kmsKey, LIMIT);
    }

    SsmSecrets(SsmClient ssm, String path, Optional<String> kmsKey, Duration limit) {
        this.ssm = ssm;
        this.path = path;
        this.kmsKey = kmsKey;
        this.bounded = new BoundedCall("matriarch-ssm", limit);
    }

    SsmClient ssm() {
        return ssm;
    }

    @Override
    public Found read(SecretName name) {
        return answer(
                name,
                "ssm:GetParameter",
                () ->
                        new Found.Values(
                                List.of(
                                        ssm.getParameter(
                                                        g ->
                                                                g.name(parameter(name))
                                                                        .withDecryption(true))
                                                .parameter()
                                                .value())));
    }

    @Override
    public Found history(SecretName name) {
        return answer(name, "ssm:GetParameterHistory", () -> versions(name));
    }

    @Override
    public Found create(SecretName name, String value) {
        Found written = put(name, value, false);
        return written instanceof Found.Absent ? read(name) : written;
    }

    @Override
    public Found replace(SecretName name, String value) {
        return put(name, value, true);
    }

    @Override
    public String place(SecretName name) {
        return "parameter " + parameter(name);
    }

    private String parameter(SecretName name) {
        return path + "/" + name.text();
    }

    private Found versions(SecretName name) {
        List<ParameterHistory> versions = new ArrayList<>();
        ssm.getParameterHistoryPaginator(h -> h.name(parameter(name)).withDecryption(true))
                .forEach(page -> versions.addAll(page.parameters()));
        List<String> values =
                versions.stream()
                        .sorted(Comparator.comparing(ParameterHistory::version).reversed())
                        .limit(KEPT)
                        .map(ParameterHistory::value)
                        .toList();
        return values.isEmpty() ? new Found.Absent() : new Found.Values(values);
    }

    /** Absent says that somebody else was first. */
    private Found put(SecretName name, String value, boolean overwrite) {
        return answer(
                name,
                "ssm:PutParameter",
                () -> {
                    try {
                        ssm.putParameter(
                                p ->
                                        p.name(parameter(name))
                                                .value(value)
                                                .type(ParameterType.SECURE_STRING)
                                                .overwrite(overwrite)
                                                .keyId(kmsKey.orElse(null)));
                        return new Found.Values(List.of(value));
                    } catch (ParameterAlreadyExistsException _) {
                        return new Found.Absent();
                    }
                });
    }

    private Found answer(SecretName name, String right, Supplier<Found> call) {
        try {
            return bounded.answer("Parameter Store", call);
        } catch (ParameterNotFoundException _) {
            return new Found.Absent();
        } catch (SdkException e) {
            return new Found.Unknown(new SsmWords(parameter(name), right).of(e));
        } catch (Unanswered e) {
            return new Found.Unknown(e.line());
        }
    }

    @Override
    public void close() {
        bounded.close();
        ssm.close();
    }
}
