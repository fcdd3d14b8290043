package io.mmcheck.suite;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Trace;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a saved counterexample. */
public final class TraceAssert extends AbstractAssert<TraceAssert, Trace> {
    private final @Nullable Kernel kernel;

    TraceAssert(Trace trace, @Nullable Kernel kernel) {
        super(trace, TraceAssert.class);
        this.kernel = kernel;
    }

    /** The same on another kernel than the one that the trace names. */
    public TraceAssert on(Kernel other) {
        return new TraceAssert(actual, other);
    }

    /** It is the same run, step by step, and it violates the property that it names. */
    public TraceAssert replays() {
        return violates(Properties.named(actual.property()));
    }

    /** It is the same run, step by step, and it violates this property. */
    public TraceAssert violates(Property property) {
        Replayer.Replayed replayed = replay(property);
        if (!replayed.reproduced()) {
            throw failure("%s", what() + " does not violate " + property.id() + ": " + replayed.message());
        }
        return this;
    }

    /** It is the same run, step by step, and this property holds in it. */
    public TraceAssert holds(Property property) {
        Replayer.Replayed replayed = replay(property);
        if (replayed.mismatch() != null) {
            throw failure("%s", what() + " is another run now: " + replayed.message());
        }
        if (replayed.violation() != null) {
            throw failure("%s", what() + " violates " + property.id() + ": " + replayed.message());
        }
        return this;
    }

    private Replayer.Replayed replay(Property property) {
        return Replayer.replay(actual, kernel(), property);
    }

    private Kernel kernel() {
        return kernel == null ? NamedKernels.of(actual.kernel()) : kernel;
    }

    private String what() {
        return actual.fileName() + " on kernel " + kernel().name();
    }
}
