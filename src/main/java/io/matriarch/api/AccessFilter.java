package io.matriarch.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Stops every mutating call that {@link AccessRule} does not allow, before its body is read. */
final class AccessFilter {
    private static final Set<String> MUTATING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final AccessRule rule;

    AccessFilter(ApiToken token) {
        this.rule = new AccessRule(token);
    }

    @ServerRequestFilter
    public @Nullable Response check(ContainerRequestContext call, HttpServerRequest request) {
        if (!MUTATING.contains(call.getMethod())) {
            return null;
        }
        return switch (rule.judge(
                Optional.ofNullable(call.getHeaderString(HttpHeaders.AUTHORIZATION)),
                isLoopback(request.remoteAddress()),
                call.getHeaderString("Origin") != null)) {
            case AccessRule.Verdict.Allowed _ -> null;
            case AccessRule.Verdict.Unauthorized(var why) ->
                    Response.status(Response.Status.UNAUTHORIZED)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"matriarch\"")
                            .type(MediaType.TEXT_PLAIN)
                            .entity(why)
                            .build();
            case AccessRule.Verdict.Forbidden(var why) ->
                    Response.status(Response.Status.FORBIDDEN)
                            .type(MediaType.TEXT_PLAIN)
                            .entity(why)
                            .build();
        };
    }

    private static boolean isLoopback(SocketAddress from) {
        String address = from.hostAddress();
        try {
            // An address of a connection is a literal: nothing is looked up.
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
