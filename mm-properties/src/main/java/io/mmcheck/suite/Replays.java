package io.mmcheck.suite;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.program.NearMatches;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The saved counterexamples, run again before anything else.
 *
 * @param results one for each file whose property is part of the check, by file name
 * @param violations the first counterexample that still violates, by property
 * @param count how many files violate each property
 * @param steps of all these runs
 */
record Replays(
        List<CheckResult.Replayed> results,
        Map<String, Counterexample> violations,
        Map<String, Integer> count,
        long steps) {

    int violated(String property) {
        return count.getOrDefault(property, 0);
    }

    /** Replays them on the kernel of the check, whatever kernel they were found on. */
    static Replays of(CheckRequest request, List<Property> properties) {
        List<CheckResult.Replayed> results = new ArrayList<>();
        Map<String, Counterexample> violations = new TreeMap<>();
        Map<String, Integer> count = new TreeMap<>();
        long steps = 0;
        if (request.counterexamples() != null) {
            for (Map.Entry<String, Trace> saved :
                    new Corpus(request.counterexamples()).traces().entrySet()) {
                Trace trace = saved.getValue();
                Property property = named(trace.property(), properties);
                if (property == null) {
                    checkKnown(saved.getKey(), trace.property(), request);
                    continue;
                }
                Replayer.Replayed replayed = Replayer.replay(trace, request.kernel(), property);
                steps += replayed.run().steps();
                results.add(new CheckResult.Replayed(
                        saved.getKey(), trace.property(), replayed.reproduced(), replayed.message()));
                Counterexample violation = replayed.violation();
                if (violation != null) {
                    violations.putIfAbsent(trace.property(), violation);
                    count.merge(trace.property(), 1, Integer::sum);
                }
            }
        }
        return new Replays(results, violations, count, steps);
    }

    private static @Nullable Property named(String id, List<Property> properties) {
        return properties.stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }

    private static void checkKnown(String file, String id, CheckRequest request) {
        List<String> ids =
                request.properties().stream().map(Property::id).sorted().toList();
        if (!ids.contains(id)) {
            throw new IllegalArgumentException(file + ": " + NearMatches.message("property", id, ids));
        }
    }
}
