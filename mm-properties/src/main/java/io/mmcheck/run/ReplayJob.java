package io.mmcheck.run;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.report.StepByStep;
import io.mmcheck.scenario.Trace;
import io.mmcheck.scenario.TraceToken;
import io.mmcheck.suite.Replayer;
import java.nio.file.Files;
import java.nio.file.Path;

/** mm:replay: one saved counterexample, step by step. */
final class ReplayJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        Trace trace = trace(request.setting("trace", ""));
        Kernel kernel = Kernels.parse(request.setting("kernel", trace.kernel()));
        Property property = Properties.named(trace.property());
        answer.info(trace.property() + " on kernel " + kernel.name() + ", setup " + trace.setup() + ", " + trace.size()
                + (trace.size() == 1 ? " operation" : " operations"));
        Replayer.Replayed replayed = Replayer.replay(trace, kernel, property);
        StepByStep.of(replayed.run()).forEach(answer::info);
        if (replayed.reproduced()) {
            answer.info("reproduced: " + replayed.message());
            return Ending.done("");
        }
        return Ending.violated((replayed.mismatch() == null ? "not reproduced: " : "the counterexample does not fit: ")
                + replayed.message());
    }

    private static Trace trace(String where) {
        if (where.isEmpty()) {
            throw new CannotRunException(
                    "mm:replay wants a counterexample: -Dmm.trace=FILE, or the word that stands for one");
        }
        if (TraceToken.isToken(where)) {
            return Trace.parse("mm.trace", TraceToken.text(where));
        }
        Path file = Path.of(where);
        if (!Files.isRegularFile(file)) {
            throw new CannotRunException("there is no counterexample " + file);
        }
        return Corpus.read(file);
    }
}
