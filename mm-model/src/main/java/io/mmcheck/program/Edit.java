package io.mmcheck.program;

import io.mmcheck.machine.State;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One edit of a program, as a hunk of a patch. An edit that names a label that is gone does not apply and throws. */
public sealed interface Edit {
    Program<?, ?> program();

    /** What it edits: {@code program.LABEL}, or the program alone if it puts another form in its place. */
    default String place() {
        if (this instanceof Replace replace) {
            return replace.program + "." + replace.label;
        }
        if (this instanceof Drop drop) {
            return drop.program + "." + drop.label;
        }
        if (this instanceof Insert insert) {
            return insert.program + "." + insert.row.label();
        }
        return program().name();
    }

    /** The edit in words: {@code drop migrate_vma_collect_pmd.COPY_DIRTY}. */
    default String text() {
        if (this instanceof Insert insert) {
            return "insert " + place() + (insert.before ? " before " : " after ") + insert.anchor;
        }
        if (this instanceof Swap swap) {
            List<Enum<?>> old = swap.program.labels();
            List<Enum<?>> now = swap.by.labels();
            return "another form of " + place()
                    + labels(" without ", old.stream().filter(l -> !now.contains(l)))
                    + labels(" with ", now.stream().filter(l -> !old.contains(l)));
        }
        return (this instanceof Drop ? "drop " : "replace ") + place();
    }

    private static String labels(String word, Stream<Enum<?>> labels) {
        String names = labels.map(Enum::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : word + names;
    }

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
