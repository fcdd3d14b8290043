package io.mmcheck.conform;

import io.mmcheck.program.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Replays a log of a real kernel on a kernel of the model. Each sequence up to its first operation outside of the model. */
public final class Conformance {
    private Conformance() {}

    /** A log from a file, plain or {@code .gz}. */
    public static ConformResult run(Path log, Kernel kernel) throws IOException {
        return run(LogParser.parse(log), kernel, Settings.USUAL);
    }

    /** A log from a file, plain or {@code .gz}. */
    public static ConformResult run(Path log, Kernel kernel, Settings settings) throws IOException {
        return run(LogParser.parse(log), kernel, settings);
    }

    public static ConformResult run(KernelLog log, Kernel kernel, Settings settings) {
        return run(log, kernel, settings, sequences -> {});
    }

    /** As the other; says after each sequence how many are done. */
    public static ConformResult run(KernelLog log, Kernel kernel, Settings settings, IntConsumer done) {
        SwapBackend given = settings.swap();
        SwapBackend swap = given == null ? SwapBackend.of(log) : given;
        List<SequenceResult> results = new ArrayList<>();
        for (LoggedSequence sequence : log.sequences()) {
            results.add(replay(sequence, kernel, swap, settings.dirty()));
            done.accept(results.size());
        }
        return new ConformResult(log.name(), kernel.name(), swap, results);
    }

    private static SequenceResult replay(LoggedSequence sequence, Kernel kernel, SwapBackend swap, boolean dirty) {
        LogMachine model = new LogMachine(kernel, sequence, swap);
        Comparison comparison = new Comparison(sequence.id(), dirty);
        List<LoggedOperation> operations = sequence.operations();
        for (int i = 0; i < operations.size(); i++) {
            LoggedOperation operation = operations.get(i);
            try {
                comparison.compare(operation, model.run(operation), model);
            } catch (OutsideModelException e) {
                return comparison.end(sequence, String.valueOf(e.getMessage()), left(sequence, i));
            } catch (ModelStuckException e) {
                comparison.stuck(operation, String.valueOf(e.getMessage()));
                return comparison.end(sequence, "a disagreement: " + e.getMessage(), left(sequence, i + 1));
            }
        }
        return comparison.end(sequence, "", List.of());
    }

    private static List<SequenceResult.Left> left(LoggedSequence sequence, int from) {
        Map<String, String> kinds = new HashMap<>();
        List<SequenceResult.Left> left = new ArrayList<>();
        for (int i = 0; i < sequence.operations().size(); i++) {
            LoggedOperation operation = sequence.operations().get(i);
            List<String> words = operation.arguments();
            if (operation.name().equals("map") && words.size() > 1) {
                kinds.put(words.get(0), words.get(1));
            }
            if (i >= from) {
                String kind = words.isEmpty() ? "" : kinds.getOrDefault(words.get(0), "");
                left.add(new SequenceResult.Left(operation.name(), kind));
            }
        }
        return left;
    }
}
