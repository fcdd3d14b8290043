package io.mmcheck.run;

import io.mmcheck.operation.Action;
import io.mmcheck.program.Operation;
import io.mmcheck.report.Json;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.Observed;
import io.mmcheck.suite.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells of a check while it runs: violations, how far it is, and each try if that is asked for. */
record Told(Answer answer, Shows shows, long seed, boolean observes) implements Progress {
    @Override
    public void accept(Counterexample found) {
        answer.send(Verdicts.message(shows.early(found)));
    }

    @Override
    public void tried(long runs, long all, int violated) {
        answer.progress(shows.kernel().name(), runs, all, "runs", violated);
    }

    @Override
    public void observed(Observed one) {
        answer.send(Message.of(Answer.OBSERVATION).with("data", Json.text(record(one))));
    }

    /** A test case as the observability format of Hypothesis has it; it holds no times, so that equal runs write equal files. */
    private Map<String, @Nullable Object> record(Observed one) {
        List<String> threads = one.script().stream()
                .map(thread -> thread.stream().map(Operation::text).collect(Collectors.joining("; ")))
                .toList();
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("setup", one.setup());
        for (int t = 0; t < threads.size(); t++) {
            arguments.put("T" + t, threads.get(t));
        }
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("type", "test_case");
        record.put("run_start", 0);
        record.put("property", "mm:check " + shows.kernel().name());
        record.put("status", one.violated().isEmpty() ? "passed" : "failed");
        record.put("status_reason", String.join(", ", one.violated()));
        record.put("representation", one.setup() + ": " + String.join(" | ", threads));
        record.put("arguments", arguments);
        record.put("how_generated", "try " + one.number() + " of seed " + seed);
        record.put("features", features(one));
        record.put("coverage", null);
        record.put("timing", Map.of());
        record.put("metadata", Map.of());
        return record;
    }

    private static Map<String, Object> features(Observed one) {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("setup", one.setup());
        features.put("threads", one.script().size());
        features.put("operations", one.operations());
        features.put("steps", one.steps());
        features.put("preemptions", one.preemptions());
        one.script().stream()
                .flatMap(List::stream)
                .filter(Action.class::isInstance)
                .map(operation -> ((Action) operation).kind().name())
                .distinct()
                .sorted()
                .forEach(kind -> features.put("has " + kind, true));
        return features;
    }
}
