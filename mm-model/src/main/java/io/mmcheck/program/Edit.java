package io.mmcheck.program;

import io.mmcheck.machine.State;

/** One edit of a program, as a hunk of a patch. An edit that names a label that is gone does not apply and throws. */
public sealed interface Edit {
    Program<?, ?> program();

    /** Another step at a label. */
    record Replace(Program<?, ?> program, Enum<?> label, Program.Row row) implements Edit {}

    /** The label disappears; who went there goes to the following one. */
    record Drop(Program<?, ?> program, Enum<?> label) implements Edit {}

    /** A new label before or after an old one. */
    record Insert(Program<?, ?> program, Enum<?> anchor, boolean before, Program.Row row) implements Edit {}

    /** A whole other program in its place; it takes the same locals at its start and brings its own labels. */
    record Swap(Program<?, ?> program, Program<?, ?> by) implements Edit {}

    static <M extends State, L> Edit replace(Program<M, L> program, Enum<?> label, Step<M, L> step) {
        return new Replace(program, label, new Program.Row(label, step, null));
    }

    static <M extends State, L, R> Edit replaceReturn(Program<M, L> program, Enum<?> label, ReturnStep<M, L, R> step) {
        return new Replace(program, label, new Program.Row(label, null, step));
    }

    static Edit drop(Program<?, ?> program, Enum<?> label) {
        return new Drop(program, label);
    }

    static <M extends State, L> Edit insertBefore(
            Program<M, L> program, Enum<?> anchor, Enum<?> label, Step<M, L> step) {
        return new Insert(program, anchor, true, new Program.Row(label, step, null));
    }

    static <M extends State, L> Edit insertAfter(
            Program<M, L> program, Enum<?> anchor, Enum<?> label, Step<M, L> step) {
        return new Insert(program, anchor, false, new Program.Row(label, step, null));
    }

    /** As {@link #insertAfter}, for a label that a call of another inserted step returns to. */
    static <M extends State, L, R> Edit insertReturnAfter(
            Program<M, L> program, Enum<?> anchor, Enum<?> label, ReturnStep<M, L, R> step) {
        return new Insert(program, anchor, false, new Program.Row(label, null, step));
    }

    static <M extends State, L> Edit swap(Program<M, L> program, Program<M, L> by) {
        return new Swap(program, by);
    }
}
