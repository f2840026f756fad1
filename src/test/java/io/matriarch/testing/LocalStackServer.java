package io.matriarch.testing;

import java.net.URI;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container, which Testcontainers ends with the JVM. */
final class LocalStackServer implements S3Server {

    private static final String IMAGE = "localstack/localstack:4.14.0";

    private final LocalStackContainer container;

    private LocalStackServer(LocalStackContainer container) {
        this.container = container;
    }

    static LocalStackServer start() {
        var container = new LocalStackContainer(DockerImageName.parse(IMAGE)).withServices("s3");
        container.start();
        return new LocalStackServer(container);
    }

    @Override
    public URI endpoint() {
        return container.getEndpoint();
    }
}
