package io.matriarch.machines.ec2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * EC2's query API: a signed form goes there, XML comes back.
 *
 * <p>Signature, credentials and HTTP are the SDK's. Its client for EC2 is one class with more than
 * seven hundred operations, which a native executable keeps as a whole: 40 MB for the three that
 * are called here.
 */
final class QueryApi implements AutoCloseable {

    private static final String VERSION = "2016-11-15";
    private static final int LONGEST = 4 << 20;

    private final Ec2Address address;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * @param attempt for the connection, and for each wait for an answer
     */
    QueryApi(Ec2Address address, AwsCredentialsProvider credentials, Duration attempt) {
        this.address = address;
        this.credentials = credentials;
        var builder =
                UrlConnectionHttpClient.builder().connectionTimeout(attempt).socketTimeout(attempt);
        if (address.endpoint().isPresent()) {
            builder.proxyConfiguration(
                    ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariablesValues(false)
                            .build());
        }
        this.http = builder.build();
    }

    /**
     * One attempt.
     *
     * @throws Refusal when EC2 answers with an error of its own
     * @throws IOException when it does not answer, or with something else
     */
    Answer call(String action, Map<String, String> parameters) throws IOException {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("Action", action);
        form.put("Version", VERSION);
        byte[] body =
                form.entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.UTF_8);
        SignedRequest signed = signed(body);
        HttpExecuteRequest.Builder request = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(request::contentStreamProvider);
        HttpExecuteResponse response = http.prepareRequest(request.build()).call();
        int status = response.httpResponse().statusCode();
        byte[] answer = read(response);
        return status == 200 ? parsed(answer) : refused(status, answer);
    }

    private SignedRequest signed(byte[] body) {
        URI uri = address.uri();
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(uri)
                        .encodedPath("/")
                        .putHeader(
                                "Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build();
        return signer.sign(
                r ->
                        r.identity(credentials.resolveCredentials())
                                .request(request)
                                .payload(() -> new ByteArrayInputStream(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, address.region()));
    }

    private static byte[] read(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = response.responseBody().get()) {
            byte[] answer = in.readNBytes(LONGEST);
            if (answer.length == LONGEST) {
                throw new IOException("its answer is longer than %d bytes".formatted(LONGEST));
            }
            return answer;
        }
    }

    private static Answer parsed(byte[] answer) throws IOException {
        return Answer.read(new ByteArrayInputStream(answer));
    }

    private static Answer refused(int status, byte[] answer) throws IOException {
        String code = "";
        String message = new String(answer, StandardCharsets.UTF_8);
        try {
            Answer error = parsed(answer);
            code = error.at("Errors", "Error", "Code");
            message = error.at("Errors", "Error", "Message");
        } catch (IOException _) {
            // Whatever stands between here and EC2 may answer in words of its own.
        }
        throw new Refusal(code, status, message);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
