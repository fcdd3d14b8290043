package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/** The states of a search in which nobody inside of an operation can step: judges and counts them. */
final class Ends<M extends State> {
    private final Watch<M> watch;
    private final @Nullable Alphabet<M> alphabet;
    private long finished;
    private long stuck;

    Ends(Watch<M> watch, @Nullable Alphabet<M> alphabet) {
        this.watch = watch;
        this.alphabet = alphabet;
    }

    long finished() {
        return finished;
    }

    long stuck() {
        return stuck;
    }

    void end(World<M> world, Watch.States states, int taken) {
        if (world.finished()) {
            finished++;
            watch.atEnd(states, world);
        } else {
            stuck++;
            watch.whenStuck(states, world);
        }
        if (alphabet != null) {
            for (int t = 0; t < world.threads(); t++) {
                if (alphabet.mayBegin(world, t, taken)) {
                    stuckAtBegin(alphabet, world, states, taken, t);
                }
            }
        }
    }

    /** An operation that cannot even begin is not taken as a step; but when nobody else can step either, somebody waits. */
    private void stuckAtBegin(Alphabet<M> alphabet, World<M> world, Watch.States states, int taken, int thread) {
        for (int o = 0; o < alphabet.operations().size(); o++) {
            World<M> begun = world.begin(thread, alphabet.operations().get(o));
            if (alphabet.take(taken, o) != Alphabet.NO && begun.step(thread).isEmpty()) {
                stuck++;
                watch.whenStuck(states, begun);
            }
        }
    }
}
