package io.matriarch.backup.s3.objects;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs requests to a store on this very machine as requests to S3 itself are signed: the headers,
 * not the body. Over TLS the SDK leaves bodies out by itself; over plain HTTP it hashes each of
 * them, which is half of the work of shipping a segment, and guards a path that never leaves the
 * machine.
 */
final class LoopbackSigning implements AwsV4AuthScheme {

    private final AwsV4HttpSigner signer = new HeadersOnly(AwsV4HttpSigner.create());

    @Override
    public String schemeId() {
        return SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return signer;
    }

    private record HeadersOnly(AwsV4HttpSigner inner) implements AwsV4HttpSigner {

        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            SdkHttpRequest plain = request.request();
            if (!plain.protocol().equals("http") || plain.port() == 80) {
                return inner.sign(request);
            }
            var signed =
                    inner.sign(
                            request.toBuilder()
                                    .request(plain.toBuilder().protocol("https").build())
                                    .putProperty(PAYLOAD_SIGNING_ENABLED, false)
                                    .build());
            return signed.toBuilder()
                    .request(signed.request().toBuilder().protocol("http").build())
                    .build();
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            return inner.signAsync(request);
        }
    }
}
