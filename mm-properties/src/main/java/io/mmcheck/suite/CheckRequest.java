package io.mmcheck.suite;

import io.mmcheck.machine.Config;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to check. Start from {@link #of} and change what is to be different.
 *
 * @param kernel the kernel
 * @param properties all properties that there are, those of the build included
 * @param includes patterns of ids ({@code *} stands for any characters); empty is all
 * @param excludes patterns of ids that are left out
 * @param tries how many runs
 * @param seed decides every run
 * @param setups names of the setups to start from; empty is all
 * @param config the sizes of the machine
 * @param threads how many threads a run has at most
 * @param expectViolation ids of properties that have to be violated
 * @param counterexamples a directory of saved counterexamples, which are replayed first; null is none
 * @param shrink whether violations are shrunk
 * @param progress is told of each property when its first violation is met and shrunk, before the check is over
 */
public record CheckRequest(
        Kernel kernel,
        List<Property> properties,
        List<String> includes,
        List<String> excludes,
        int tries,
        long seed,
        List<String> setups,
        Config config,
        int threads,
        Set<String> expectViolation,
        @Nullable Path counterexamples,
        boolean shrink,
        Consumer<Counterexample> progress) {
    /** The default number of runs: with any seed, as many find every safety bug of history. */
    public static final int TRIES = 30_000;

    /** Within so many runs a sometimes property must have happened. */
    public static final int ENOUGH = 1000;

    public CheckRequest {
        properties = List.copyOf(properties);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        setups = List.copyOf(setups);
        expectViolation = Set.copyOf(expectViolation);
    }

    /** A thousand runs of up to three threads on all properties that ServiceLoader finds. */
    public static CheckRequest of(Kernel kernel, List<Property> properties, long seed) {
        return new CheckRequest(
                kernel,
                properties,
                List.of(),
                List.of(),
                TRIES,
                seed,
                List.of(),
                Config.SEARCH,
                3,
                Set.of(),
                null,
                true,
                found -> {});
    }

    public CheckRequest withIncludes(List<String> patterns) {
        return new CheckRequest(
                kernel,
                properties,
                patterns,
                excludes,
                tries,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withExcludes(List<String> patterns) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                patterns,
                tries,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withTries(int runs) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                runs,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withSetups(List<String> names) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                names,
                config,
                threads,
                expectViolation,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withThreads(int atMost) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                setups,
                config,
                atMost,
                expectViolation,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withExpectViolation(Set<String> ids) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                setups,
                config,
                threads,
                ids,
                counterexamples,
                shrink,
                progress);
    }

    public CheckRequest withCounterexamples(Path directory) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                directory,
                shrink,
                progress);
    }

    public CheckRequest withShrink(boolean on) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                counterexamples,
                on,
                progress);
    }

    public CheckRequest withProgress(Consumer<Counterexample> listener) {
        return new CheckRequest(
                kernel,
                properties,
                includes,
                excludes,
                tries,
                seed,
                setups,
                config,
                threads,
                expectViolation,
                counterexamples,
                shrink,
                listener);
    }
}
