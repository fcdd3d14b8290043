package io.mmcheck.program;

import io.mmcheck.machine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One function as an ordered table from label to step. Reading the table from top to bottom is reading the function. The
 * first label is where it starts.
 *
 * @param <M> the machine it acts on
 * @param <L> its locals: an immutable value with what the thread still has to remember
 */
public final class Program<M extends State, L> {
    private final String name;
    private final List<Row> rows;

    /** One line of the table: exactly one of {@code step} and {@code returnStep} is there. */
    record Row(
            Enum<?> label,
            @Nullable Step<?, ?> step,
            @Nullable ReturnStep<?, ?, ?> returnStep) {}

    private Program(String name, List<Row> rows) {
        this.name = name;
        this.rows = List.copyOf(rows);
    }

    /** An empty table; the name is the one of the function, as its source has it. */
    public static <M extends State, L> Program<M, L> named(String name) {
        return new Program<>(name, List.of());
    }

    /** This program with one more label at its end. */
    public Program<M, L> at(Enum<?> label, Step<M, L> step) {
        return plus(new Row(label, step, null));
    }

    /** As {@link #at}, for a label that a call returns to and that reads the result. */
    public <R> Program<M, L> atReturn(Enum<?> label, ReturnStep<M, L, R> step) {
        return plus(new Row(label, null, step));
    }

    private Program<M, L> plus(Row row) {
        if (find(rows, row.label()) >= 0) {
            throw new IllegalArgumentException(name + " has the label " + row.label() + " twice");
        }
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new Program<>(name, more);
    }

    public String name() {
        return name;
    }

    /** The labels in reading order. */
    public List<Enum<?>> labels() {
        List<Enum<?>> labels = new ArrayList<>();
        for (Row row : rows) {
            labels.add(row.label());
        }
        return labels;
    }

    /** The step at a label, so that a patch can wrap it. */
    @SuppressWarnings("unchecked")
    public Step<M, L> step(Enum<?> label) {
        int i = find(rows, label);
        if (i < 0 || rows.get(i).step() == null) {
            throw new IllegalArgumentException(name + " has no step at " + label);
        }
        return (Step<M, L>) Objects.requireNonNull(rows.get(i).step());
    }

    List<Row> rows() {
        return rows;
    }

    static int find(List<Row> rows, Enum<?> label) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).label() == label) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return name;
    }
}
