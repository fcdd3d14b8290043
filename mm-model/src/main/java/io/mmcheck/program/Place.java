package io.mmcheck.program;

import io.mmcheck.machine.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A label of a program as one kernel has it, linked to its neighbours. Compared by identity: never across kernels. */
public final class Place {
    final Compiled program;
    final Enum<?> label;
    final @Nullable Step<?, ?> step;
    final @Nullable ReturnStep<?, ?, ?> returnStep;
    final long hash;
    /** One for each thread: of most steps there is nothing to tell, and they need no words of their own. */
    private final Moved<?>[] plain = new Moved<?>[8];

    @Nullable
    Place next;

    Place(Compiled program, Program.Row row) {
        this.program = program;
        this.label = row.label();
        this.step = row.step();
        this.returnStep = row.returnStep();
        this.hash = Hash.then(Hash.ofText(program.source.name()), Hash.ofText(label.name()));
        for (int thread = 0; thread < plain.length; thread++) {
            plain[thread] = new Moved<>(thread, this, 0, null, List.of(), null, null, null);
        }
    }

    /** A step from here of which there is nothing to tell. */
    Moved<?> plain(int thread) {
        return plain[thread];
    }

    /** The program that the code names, whatever form the kernel has swapped in. */
    public Program<?, ?> program() {
        return program.source;
    }

    public Enum<?> label() {
        return label;
    }

    /** What stands here, so that a patch can wrap it; null if a call returns here. */
    public @Nullable Step<?, ?> step() {
        return step;
    }

    /** As {@link #step}, for a label that a call returns to; null if there is none. */
    public @Nullable ReturnStep<?, ?, ?> returnStep() {
        return returnStep;
    }

    /** {@code program.LABEL}, as traces print it. */
    @Override
    public String toString() {
        return program.source.name() + "." + label.name();
    }
}
