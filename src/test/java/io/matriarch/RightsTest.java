package io.matriarch;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The role that Terraform makes may do what the agents call, and nothing else. */
final class RightsTest {

    private static final Path RIGHTS = Path.of("terraform/iam_rights.tf");
    private static final Path EC2 = Path.of("src/main/java/io/matriarch/machines/ec2");

    private static final Pattern CLIENT =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.([a-z0-9]+)\\.\\w+Client");

    /** What a client has beside the calls of its service. */
    private static final Set<String> NO_CALLS =
            Set.of("builder", "create", "close", "serviceName", "waiter");

    /** S3 alone names its rights otherwise than its calls. */
    private static final Map<String, String> OF_S3 =
            Map.of(
                    "HeadObject", "GetObject",
                    "DeleteObjects", "DeleteObject",
                    "ListObjectsV2", "ListBucket",
                    "ListMultipartUploads", "ListBucketMultipartUploads",
                    "CreateMultipartUpload", "PutObject",
                    "UploadPart", "PutObject",
                    "CompleteMultipartUpload", "PutObject");

    /** S3 and Parameter Store call these in the name of who puts and gets. */
    private static final Set<String> OF_THE_KEY =
            Set.of("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey");

    /** Terraform makes the table, and gives the zone by its id: its agents never call these. */
    private static final Set<String> WITHOUT_TERRAFORM =
            Set.of("dynamodb:CreateTable", "route53:ListHostedZonesByName");

    private static final Set<String> CALLED = called();

    @Test
    void theRoleMayDoExactlyWhatTheAgentsCall() {
        Set<String> called = new TreeSet<>(CALLED);
        called.removeAll(WITHOUT_TERRAFORM);
        called.addAll(OF_THE_KEY);
        assertEquals(called, given());
    }

    @Test
    void whatTerraformDoesWithoutIsCalledElsewhere() {
        Set<String> unknown = new TreeSet<>(WITHOUT_TERRAFORM);
        unknown.removeAll(CALLED);
        assertEquals(Set.of(), unknown);
    }

    /** Whoever writes a role by hand finds each right in the pages. */
    @Test
    void thePagesNameEachRight() throws IOException {
        StringBuilder pages = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path page : files.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
                pages.append(Files.readString(page));
            }
        }
        Set<String> missing = new TreeSet<>(CALLED);
        missing.addAll(given());
        missing.removeIf(right -> pages.indexOf("`" + right + "`") >= 0);
        assertEquals(Set.of(), missing);
    }

    private static Set<String> called() {
        Set<String> rights =
                new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("io.matriarch")
                                .stream()
                                .flatMap(RightsTest::calls)
                                .collect(toCollection(TreeSet::new));
        rights.addAll(ofEc2());
        return rights;
    }

    private static Stream<String> calls(JavaClass from) {
        return from.getCodeUnitAccessesFromSelf().stream().flatMap(RightsTest::right);
    }

    private static Stream<String> right(JavaCodeUnitAccess<?> call) {
        Matcher client = CLIENT.matcher(call.getTargetOwner().getFullName());
        String method = call.getTarget().getName();
        if (!client.matches() || NO_CALLS.contains(method) || method.startsWith("<")) {
            return Stream.empty();
        }
        String name =
                (Character.toUpperCase(method.charAt(0)) + method.substring(1))
                        .replaceFirst("Paginator$", "");
        String service = client.group(1);
        return Stream.of(
                service + ":" + (service.equals("s3") ? OF_S3.getOrDefault(name, name) : name));
    }

    /** Without a client of the SDK, the call is a text. */
    private static Set<String> ofEc2() {
        Pattern call = Pattern.compile("\\bcall\\(\\s*\"(\\w+)\"");
        Set<String> rights = new TreeSet<>();
        for (String source : sources()) {
            call.matcher(source).results().map(m -> "ec2:" + m.group(1)).forEach(rights::add);
        }
        return rights;
    }

    private static List<String> sources() {
        try (Stream<Path> files = Files.list(EC2)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".java")).toList();
            return all.stream().map(RightsTest::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> given() {
        Set<String> rights = new TreeSet<>();
        Pattern.compile("\\bAction\\s*=\\s*(\\[[^\\]]*\\]|\"[^\"]*\")")
                .matcher(text(RIGHTS))
                .results()
                .forEach(
                        action ->
                                Pattern.compile("\"([^\"]+)\"")
                                        .matcher(action.group(1))
                                        .results()
                                        .forEach(right -> rights.add(right.group(1))));
        return rights;
    }
}
