package io.matriarch.machines.ec2;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as EC2 would take it: a form with a signature, version 4, that is worked out once more.
 *
 * @param scope day, region and service that it was signed for
 */
record SignedForm(Map<String, String> fields, String scope, boolean genuine) {

    static final String KEY = "AKIDEXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    static SignedForm of(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> fields = new TreeMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]), decoded(parts[1]));
        }
        String authorization =
                Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization")).orElse("");
        String scope = between(authorization, KEY + "/", ",");
        return new SignedForm(fields, scope, genuine(call, body, authorization, scope));
    }

    private static boolean genuine(
            HttpExchange call, String body, String authorization, String scope) {
        String signed = between(authorization, "SignedHeaders=", ",");
        String headers =
                Arrays.stream(signed.split(";"))
                        .map(h -> h + ":" + call.getRequestHeaders().getFirst(h).strip() + "\n")
                        .collect(Collectors.joining());
        String request = String.join("\n", "POST", "/", "", headers, signed, hex(sha256(body)));
        String text =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        call.getRequestHeaders().getFirst("X-Amz-Date"),
                        scope,
                        hex(sha256(request)));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return authorization.endsWith("Signature=" + hex(hmac(key, text)));
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before);
        if (from < 0) {
            return "";
        }
        int to = text.indexOf(after, from);
        return text.substring(from + before.length(), to < 0 ? text.length() : to);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
