package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One backup on its way into the store; closed before it is finished, it leaves nothing there. */
final class OneBackup implements AutoCloseable {

    private static final Pattern START_FILE =
            Pattern.compile(
                    "^START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)", Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(?:\\.(\\d+))?");

    private final ObjectStore store;
    private final Codec codec;
    private final BackupSource source;
    private final boolean permanent;
    private final SortedMap<String, String> tablespaces;
    private final Path manifest;
    private final Path files;
    private final Tool tool;
    private final Progress progress;
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private String name = "";
    private byte[] control = new byte[0];
    private @Nullable Claim claim;
    private @Nullable Parts parts;

    /** Its sentinel may be there: what is left then is swept when it is not. */
    private boolean published;

    OneBackup(
            ObjectStore store,
            Codec codec,
            BackupSource source,
            boolean permanent,
            SortedMap<String, String> tablespaces,
            Path folder,
            Progress progress) {
        this.store = store;
        this.codec = codec;
        this.source = source;
        this.permanent = permanent;
        this.tablespaces = tablespaces;
        this.manifest = folder.resolve(Manifest.NAME);
        this.files = folder.resolve("files_metadata.json");
        this.tool = new Tool(source.binDir(), folder);
        this.progress = progress;
    }

    String name() {
        return name;
    }

    void receive(ServerStream stream) throws IOException, InterruptedException {
        try (var list = new FilesJson(files)) {
            var intake = new Intake(this::open, list, manifest);
            stream.read(intake, manifest);
            control = intake.control();
            list.add(Manifest.NAME, begun);
        }
        if (control.length == 0 || !Files.exists(manifest)) {
            throw new BackupFailure("pg_basebackup sent no control file or no manifest");
        }
    }

    /**
     * The name holds the segment that the backup begins in. Without tablespaces its label comes
     * first and says it; with some the label comes after them, and the control file has to say it.
     */
    private Parts open(@Nullable String label) throws IOException, InterruptedException {
        Matcher found = START_FILE.matcher(label == null ? "" : label);
        String segment =
                found.find() ? found.group(1) : ControlFacts.of(tool, source.dataDir()).redoFile();
        name = "base_" + segment;
        Claim mine = Claim.take(store, name, source.host());
        claim = mine;
        Parts open = new Parts(store, codec, name, mine, progress);
        parts = open;
        return open;
    }

    void finish(Duration walLimit) throws IOException, InterruptedException {
        Parts open = java.util.Objects.requireNonNull(parts);
        Claim mine = java.util.Objects.requireNonNull(claim);
        Manifest range = Manifest.read(manifest);
        ControlFacts facts = ControlFacts.of(tool, source.dataDir());
        var segments = new Segments(facts.segmentSize());
        checkName(segments, range);
        try (InputStream in = Files.newInputStream(manifest)) {
            open.add(Intake.regular(Manifest.NAME, Files.size(manifest)), in);
        }
        long stored = open.finish() + controlArchive();
        var sentinel =
                new Sentinel(
                        range.start(),
                        range.finish(),
                        version(),
                        facts.systemId(),
                        progress.done(),
                        stored,
                        tablespaces,
                        Optional.empty(),
                        Optional.of(begun),
                        Optional.of(Instant.now().truncatedTo(ChronoUnit.MICROS)),
                        source.host(),
                        source.dataDir().toString(),
                        permanent,
                        true);
        store.put(Layout.files(name), files, Existing.REPLACE);
        store.put(Layout.metadata(name), SentinelJson.metadata(sentinel), Existing.REPLACE);
        var log = new WalWait(store, segments, walLimit);
        log.until(range, Catalog.timeline(name), mine);
        log.check(range, Catalog.timeline(name));
        publish(SentinelJson.sentinel(sentinel));
        try {
            mine.end();
        } catch (StorageException _) {
            // It says nothing beside a sentinel.
        }
    }

    /** From here on it is visible, and whole. */
    private void publish(byte[] sentinel) throws IOException {
        // A sentinel whose answer was lost, or that is still on its way, must find its parts.
        published = true;
        try {
            store.put(Layout.sentinel(name), sentinel, Existing.KEEP);
        } catch (StorageException e) {
            if (!isThere(sentinel)) {
                throw e;
            }
        }
    }

    private boolean isThere(byte[] sentinel) {
        try (InputStream in = store.open(Layout.sentinel(name))) {
            return Arrays.equals(sentinel, in.readAllBytes());
        } catch (IOException _) {
            return false;
        }
    }

    /** Retention keeps the log from the name's segment on: it must not be a later one. */
    private void checkName(Segments segments, Manifest range) throws BackupFailure {
        String really = segments.name(Catalog.timeline(name), segments.number(range.start()));
        if (!name.equals("base_" + really)) {
            throw new BackupFailure(
                    "a checkpoint came between the backup's beginning and its first byte: take it again");
        }
    }

    private long controlArchive() throws IOException {
        try (var archive = new Archive(store, codec, Layout.control(name))) {
            archive.begin(Intake.regular(Intake.CONTROL_FILE, control.length));
            archive.write(control, control.length);
            archive.end();
            return archive.commit();
        }
    }

    private int version() throws IOException, InterruptedException {
        Matcher found = VERSION.matcher(tool.succeed("postgres", List.of("--version")).text());
        if (!found.find()) {
            throw new BackupFailure("postgres --version says nothing that is known");
        }
        int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return Integer.parseInt(found.group(1)) * 10_000 + minor;
    }

    @Override
    public void close() throws IOException {
        if (parts != null) {
            parts.close();
        }
        if (!published && claim != null) {
            // An interrupt is for the work, not for tidying up after it.
            boolean interrupted = Thread.interrupted();
            try {
                new Sweeping(store).remove(name);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
