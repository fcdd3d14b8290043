package io.mmcheck.program;

import io.mmcheck.machine.State;

/**
 * What a thread is asked to do: one system call, access or device command. Immutable data; two equal operations behave
 * equally. Operations are total: what makes no sense ends with an errno, as in the kernel.
 */
public interface Operation<M extends State> {
    /** How counterexamples write it, such as {@code store p0 0 2}. One line, read back by the same library. */
    String text();

    /** The program that carries it out, and its first locals. */
    Start<M, ?> start();

    /** A program and the locals it starts with. */
    record Start<M extends State, L>(Program<M, L> program, L locals) {}
}
