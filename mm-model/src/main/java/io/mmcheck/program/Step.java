package io.mmcheck.program;

import io.mmcheck.machine.State;
import io.mmcheck.machine.ThreadId;

/**
 * What stands at one label: one atomic act. It reads the machine and the thread's locals and says what is next; it keeps
 * nothing elsewhere, so running it twice on equal values gives equal results.
 */
@FunctionalInterface
public interface Step<M extends State, L> {
    Next<L> take(M machine, ThreadId self, L locals);
}
