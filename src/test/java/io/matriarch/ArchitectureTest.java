package io.matriarch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: who may import whom. Everything else is forbidden. */
@AnalyzeClasses(
        packages = "io.matriarch",
        importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {

    private static final String[] PORTS = {
        "lease", "postgres", "peers", "host", "routing", "backup", "secrets", "machines"
    };

    @ArchTest static final ArchRule vocabularyKnowsTheJdkOnly = mayUse("cluster");

    @ArchTest static final ArchRule theCoreKnowsTheVocabulary = mayUse("decision", "cluster");

    @ArchTest static final ArchRule leasePort = mayUseRoot("lease", "cluster");

    @ArchTest static final ArchRule postgresPort = mayUseRoot("postgres", "cluster");

    @ArchTest static final ArchRule peersPort = mayUseRoot("peers", "cluster");

    @ArchTest static final ArchRule routingPort = mayUseRoot("routing", "cluster");

    @ArchTest
    static final ArchRule route53Adapter =
            mayUseTree("routing.route53", "routing", "cluster", "host");

    @ArchTest
    static final ArchRule portsAdapter = mayUseTree("routing.ports", "routing", "cluster");

    @ArchTest static final ArchRule secretsPort = mayUseRoot("secrets", "cluster");

    @ArchTest
    static final ArchRule ssmAdapter = mayUseTree("secrets.ssm", "secrets", "cluster", "host");

    @ArchTest static final ArchRule hostPort = mayUseRoot("host", "cluster");

    @ArchTest static final ArchRule backupPort = mayUseRoot("backup", "cluster");

    @ArchTest static final ArchRule backupAdapters = mayUseTree("backup", "cluster", "host");

    @ArchTest static final ArchRule systemdAdapter = mayUseTree("host.systemd", "host", "cluster");

    @ArchTest static final ArchRule ec2Adapter = mayUseTree("host.ec2", "host", "cluster");

    @ArchTest static final ArchRule machinesPort = mayUseRoot("machines", "cluster");

    @ArchTest
    static final ArchRule machinesAdapter =
            mayUseTree("machines.ec2", "machines", "cluster", "host");

    @ArchTest static final ArchRule history = mayUse("history", "cluster", "decision");

    @ArchTest
    static final ArchRule theShellKnowsPortsAndNoAdapter =
            mayUse(
                    "agent",
                    "cluster",
                    "decision",
                    "history",
                    "lease",
                    "postgres",
                    "peers",
                    "host",
                    "routing",
                    "backup",
                    "machines");

    @ArchTest
    static final ArchRule dynamoDbAdapter = mayUseTree("lease.dynamodb", "lease", "cluster");

    @ArchTest
    static final ArchRule postgresAdapters =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.matriarch.postgres.*..")
                    .should()
                    .dependOnClassesThat(
                            ours().and(
                                            not(
                                                    resideInAnyPackage(
                                                            "io.matriarch.postgres..",
                                                            "io.matriarch.cluster",
                                                            "io.matriarch.host"))));

    @ArchTest
    static final ArchRule peersAdapter =
            noClasses()
                    .that()
                    .resideInAPackage("io.matriarch.peers.http")
                    .should()
                    .dependOnClassesThat(
                            ours().and(
                                            not(
                                                    resideInAnyPackage(
                                                            "io.matriarch.peers..",
                                                            "io.matriarch.cluster"))));

    @ArchTest static final ArchRule configuration = mayUseTree("config", "cluster");

    @ArchTest
    static final ArchRule onlyAdaptersKnowTheSdk =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.matriarch.lease.dynamodb",
                            "io.matriarch.routing.route53",
                            "io.matriarch.secrets.ssm",
                            "io.matriarch.backup.s3.objects",
                            "io.matriarch.host.ec2",
                            "io.matriarch.machines.ec2")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyTheCodecsKnowTheCompressors =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.matriarch.backup.s3.codec")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("net.jpountz..", "com.github.luben..");

    @ArchTest
    static final ArchRule onlyTheHostReadsTheClock =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.matriarch.host..", "io.matriarch.demo..")
                    .should()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule theCoreIsPure =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.matriarch.decision", "io.matriarch.cluster")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(Thread.class, java.util.Random.class, System.Logger.class);

    @ArchTest
    static final ArchRule theShellKnowsNoFramework =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.matriarch.agent", "io.matriarch.decision")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.matriarch.(*)..")
                    .that(
                            DescribedPredicate.describe(
                                    "are no entry points",
                                    slice -> !slice.getDescription().contains("wiring")))
                    .should()
                    .beFreeOfCycles();

    @ArchTest
    static final ArchRule classesAreFinalOrSealed =
            classes()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .and()
                    .resideInAnyPackage("io.matriarch.decision", "io.matriarch.agent")
                    .and()
                    .doNotHaveSimpleName("package-info")
                    .should()
                    .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                    .orShould()
                    .beAnonymousClasses();

    /** A file that needs scrolling for minutes has more than one purpose. */
    @Test
    void filesStaySmall() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                lengths.add(lines);
                if (lines > 400) {
                    tooLong.add(file + ": " + lines + " lines");
                }
            }
        }
        lengths.sort(null);
        assertEquals(List.of(), tooLong, "no file has more than 400 lines");
        int median = lengths.get(lengths.size() / 2);
        assertEquals(true, median <= 70, "the median file has at most 70 lines, not " + median);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        try (Stream<Path> folders =
                Files.walk(Path.of("src/main/java")).filter(Files::isDirectory)) {
            List<Path> without =
                    folders.filter(ArchitectureTest::holdsSources)
                            .filter(f -> !Files.exists(f.resolve("package-info.java")))
                            .toList();
            assertEquals(List.of(), without, "a package-info.java with @NullMarked in each");
        }
    }

    private static boolean holdsSources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.matriarch..");
    }

    private static ArchRule mayUse(String name, String... others) {
        return mayUseTree(name, others);
    }

    private static ArchRule mayUseTree(String name, String... others) {
        return rule("io.matriarch." + name + "..", name + "..", others);
    }

    private static ArchRule mayUseRoot(String name, String... others) {
        return rule("io.matriarch." + name, name, others);
    }

    private static ArchRule rule(String subject, String own, String... others) {
        String[] allowed =
                Stream.concat(Stream.of(own), Arrays.stream(others))
                        .map(p -> "io.matriarch." + p)
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(subject)
                .should()
                .dependOnClassesThat(ours().and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
    }

    @ArchTest
    static final ArchRule portsKnowNoLibrary =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            Arrays.stream(PORTS)
                                    .map(p -> "io.matriarch." + p)
                                    .toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..", "org.postgresql..", "io.quarkus..");
}
