package io.mmcheck.run;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.report.StepByStep;
import io.mmcheck.scenario.Trace;
import io.mmcheck.scenario.TraceToken;
import io.mmcheck.suite.Replayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** mm:replay: saved counterexamples, step by step. */
final class ReplayJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        Map<String, Trace> traces = traces(request.setting("trace", ""));
        List<String> failures = new ArrayList<>();
        traces.forEach((file, trace) -> {
            String failure = replay(trace, request.setting("kernel", trace.kernel()), answer);
            if (failure != null) {
                failures.add(file + ": " + failure);
            }
        });
        return failures.isEmpty() ? Ending.done("") : Ending.violated(String.join("\n", failures));
    }

    private static @Nullable String replay(Trace trace, String name, Answer answer) {
        Kernel kernel = Kernels.parse(name);
        answer.info(trace.property() + " on kernel " + kernel.name() + ", setup " + trace.setup() + ", " + trace.size()
                + (trace.size() == 1 ? " operation" : " operations"));
        Replayer.Replayed replayed = Replayer.replay(trace, kernel, Properties.named(trace.property()));
        StepByStep.of(replayed.run()).forEach(answer::info);
        if (replayed.reproduced()) {
            answer.info("reproduced: " + replayed.message());
            return null;
        }
        return (replayed.mismatch() == null ? "not reproduced: " : "the counterexample does not fit: ")
                + replayed.message();
    }

    /** One file or word, or all files of a directory. */
    private static Map<String, Trace> traces(String where) {
        if (TraceToken.isToken(where)) {
            return Map.of("mm.trace", Trace.parse("mm.trace", TraceToken.text(where)));
        }
        Path path = Path.of(where);
        Map<String, Trace> traces =
                Files.isRegularFile(path) ? Map.of(path.toString(), Corpus.read(path)) : new Corpus(path).traces();
        if (traces.isEmpty()) {
            throw new CannotRunException(
                    where.isEmpty()
                            ? "mm:replay wants a counterexample: -Dmm.trace=FILE, or the word that stands for one"
                            : "there is no counterexample " + path);
        }
        return traces;
    }
}
