package io.matriarch.postgres.process;

import io.matriarch.postgres.files.Rendering;
import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No line of {@code postgres.hba} keeps PostgreSQL from starting. A server that runs goes on by its
 * old rules when it cannot read the new ones, and refuses its next start: so lines that it has not
 * taken yet are tried before they are written, and those that it took last are kept.
 */
final class AccessRules {

    private final TrialStart trial;
    private final Path file;
    private volatile @Nullable Lines kept;
    private volatile @Nullable Judged judged;

    /**
     * @param file where the last lines that were taken are kept
     */
    AccessRules(TrialStart trial, Path file) {
        this.trial = trial;
        this.file = file;
    }

    /** Lines that PostgreSQL of this major version can read. */
    private record Lines(int major, List<String> lines) {}

    /** What came of the last lines that were tried. */
    private record Judged(List<String> lines, TrialVerdict verdict) {}

    /**
     * @param lines those to write
     * @param told why they are not those that were asked for
     */
    record Usable(List<String> lines, Optional<String> told) {}

    /** Tries lines that are new; what PostgreSQL takes is what holds if the next are wrong. */
    TrialVerdict learn(Path data, Rendering r) throws IOException, InterruptedException {
        TrialVerdict verdict = judge(data, r);
        if (verdict instanceof TrialVerdict.Starts) {
            keep(new Lines(r.major(), r.settings().access().hba()));
        }
        return verdict;
    }

    /** The same lines are written at every step of a change of standbys: they are tried once. */
    private TrialVerdict judge(Path data, Rendering r) throws InterruptedException {
        TrialVerdict verdict = trial.of(data, r);
        judged =
                verdict instanceof TrialVerdict.Unknown
                        ? null
                        : new Judged(r.settings().access().hba(), verdict);
        return verdict;
    }

    /** What may be written into {@code data}. */
    Usable usable(Path data, Rendering r) throws IOException, InterruptedException {
        List<String> lines = r.settings().access().hba();
        Optional<List<String>> good = good(r.major());
        // While clients are shut out, none of their lines is written.
        if (lines.isEmpty() || !r.commits().open() || good.equals(Optional.of(lines))) {
            return new Usable(lines, Optional.empty());
        }
        Judged known = judged;
        TrialVerdict verdict =
                known != null && known.lines().equals(lines)
                        ? known.verdict()
                        // A start may go by an older document: it replaces nothing that is kept.
                        : good.isEmpty() ? learn(data, r) : judge(data, r);
        return switch (verdict) {
            case TrialVerdict.Starts _ -> new Usable(lines, Optional.empty());
            case TrialVerdict.NoRules(var wrong) -> instead(good, wrong.getFirst());
            case TrialVerdict.Refused(var why) -> untried(good, lines, why);
            case TrialVerdict.Unknown(var why) -> untried(good, lines, why);
        };
    }

    private static Usable instead(Optional<List<String>> good, String why) {
        return good.isPresent()
                ? new Usable(good.get(), Optional.of(why + "; the last lines that it took hold"))
                : new Usable(
                        List.of(),
                        Optional.of(
                                why
                                        + "; PostgreSQL runs without the lines of postgres.hba, and everybody needs a password"));
    }

    private static Usable untried(Optional<List<String>> good, List<String> lines, String why) {
        return good.isPresent()
                ? new Usable(
                        good.get(),
                        Optional.of(
                                "the lines of postgres.hba could not be tried (%s); the last ones that PostgreSQL took hold"
                                        .formatted(why)))
                : new Usable(lines, Optional.empty());
    }

    private Optional<List<String>> good(int major) throws IOException {
        Lines known = kept;
        if (known == null) {
            known = read();
            kept = known;
        }
        return Optional.of(known).filter(k -> k.major() == major).map(Lines::lines);
    }

    private Lines read() throws IOException {
        List<String> found = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return found.isEmpty() || !found.getFirst().matches("\\d{1,3}")
                ? new Lines(0, List.of())
                : new Lines(Integer.parseInt(found.getFirst()), found.subList(1, found.size()));
    }

    private void keep(Lines lines) throws IOException {
        if (!lines.equals(kept)) {
            WholeFile.write(file, lines.major() + "\n" + String.join("\n", lines.lines()) + "\n");
            kept = lines;
        }
    }
}
