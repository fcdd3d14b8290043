package io.mmcheck.program;

import io.mmcheck.machine.State;
import io.mmcheck.machine.ThreadId;

/** A step that a {@link Next.Call} returns to and that reads what the callee returned. */
@FunctionalInterface
public interface ReturnStep<M extends State, L, R> {
    Next<L> take(M machine, ThreadId self, L locals, R result);
}
