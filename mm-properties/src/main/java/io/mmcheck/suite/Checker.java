package io.mmcheck.suite;

import io.mmcheck.program.NearMatches;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Generator;
import io.mmcheck.scenario.Setups;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check. Tries run side by side, but their results are put together in the order of their numbers, so what comes out does
 * not depend on how many processors there are.
 */
public final class Checker {
    /** So many tries are one task. */
    private static final int BATCH = 20;

    private final CheckRequest request;
    private final List<Property> properties;
    private final Generator generator;
    private final Tries tries;
    private final Shrinker shrinker;

    private Checker(CheckRequest request) {
        this.request = request;
        this.properties = Selection.of(request);
        this.generator = generator(request);
        this.tries = new Tries(
                request.kernel(),
                generator,
                request.seed(),
                properties,
                request.progress() instanceof Progress progress && progress.observes());
        this.shrinker = new Shrinker(request.kernel(), request.setups());
    }

    /**
     * Runs a check to its end.
     *
     * @throws IllegalArgumentException if it asks for something that does not exist; the message names near matches
     */
    public static CheckResult run(CheckRequest request) {
        return new Checker(request).run();
    }

    private static Generator generator(CheckRequest request) {
        List<String> names = Setups.names();
        for (String setup : request.setups()) {
            if (!names.contains(setup)) {
                throw new IllegalArgumentException(NearMatches.message("setup", setup, names));
            }
        }
        return new Generator(
                request.setups().isEmpty() ? names : request.setups(),
                request.config(),
                request.threads(),
                Generator.standard().kinds());
    }

    private CheckResult run() {
        Map<String, Counterexample> counterexamples = new TreeMap<>();
        Replays replays = Replays.of(request, properties);
        replays.violations().forEach((id, found) -> heard(id, found, counterexamples));
        Tries.Batch all = tries(counterexamples);
        List<PropertyResult> results = new ArrayList<>();
        for (Property property : properties) {
            results.add(result(property, all, replays, counterexamples.get(property.id())));
        }
        List<String> missing = request.expectViolation().stream()
                .filter(id -> !counterexamples.containsKey(id))
                .sorted()
                .toList();
        return new CheckResult(
                request.kernel().name(),
                request.seed(),
                bounds(),
                all.runs + replays.results().size(),
                all.steps + replays.steps(),
                results,
                List.copyOf(all.lockOrder),
                all.coverage,
                replays.results(),
                missing);
    }

    private void heard(String id, Counterexample found, Map<String, Counterexample> counterexamples) {
        if (counterexamples.putIfAbsent(id, found) == null) {
            request.progress().accept(found);
        }
    }

    private Tries.Batch tries(Map<String, Counterexample> counterexamples) {
        Tries.Batch all = new Tries.Batch();
        ExecutorService workers = workers();
        try {
            ArrayDeque<Future<Tries.Batch>> running = new ArrayDeque<>();
            for (int from = 0; from < request.tries(); from += BATCH) {
                int first = from;
                int last = Math.min(request.tries(), from + BATCH);
                running.add(workers.submit(() -> tries.run(first, last)));
            }
            while (!running.isEmpty()) {
                Tries.Batch batch = get(running.remove());
                all.add(batch);
                for (Property property : properties) {
                    Tries.First first = batch.first.get(property.id());
                    if (first != null && !counterexamples.containsKey(property.id())) {
                        heard(property.id(), counterexample(property, first), counterexamples);
                    }
                }
                if (request.progress() instanceof Progress progress) {
                    batch.observed.forEach(progress::observed);
                    progress.tried(all.runs, request.tries(), counterexamples.size());
                }
            }
        } finally {
            workers.shutdownNow();
        }
        return all;
    }

    private Counterexample counterexample(Property property, Tries.First first) {
        return request.shrink() ? shrinker.shrunk(property, first) : shrinker.asFound(property, first);
    }

    private static ExecutorService workers() {
        int n = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
        return Executors.newFixedThreadPool(n, task -> {
            Thread thread = new Thread(task, "mmcheck");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the check was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private PropertyResult result(
            Property property, Tries.Batch all, Replays replays, @Nullable Counterexample counterexample) {
        int seen = all.seen.getOrDefault(property.id(), 0);
        int violations = all.violations.getOrDefault(property.id(), 0) + replays.violated(property.id());
        PropertyResult.Outcome outcome = property.kind() == Property.Kind.SOMETIMES
                ? seen > 0 ? PropertyResult.Outcome.SEEN : PropertyResult.Outcome.UNSEEN
                : counterexample != null ? PropertyResult.Outcome.VIOLATED : PropertyResult.Outcome.HELD;
        return new PropertyResult(
                property.id(),
                property.statement(),
                property.kind(),
                outcome,
                all.runs,
                violations,
                seen,
                counterexample);
    }

    private String bounds() {
        return "1 to " + generator.threads() + " threads, up to " + Generator.MOST_OPERATIONS + " operations, "
                + generator.config().processes() + " processes, "
                + generator.config().addresses() + " pages each, any number of preemptions, setups "
                + String.join(", ", generator.setups());
    }
}
