package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property as an automaton that watches a run. It judges every step; its first violation is recorded and the run goes on,
 * without it. It keeps nothing in itself: what it has to remember is its state, an immutable value that
 * {@link io.mmcheck.machine.Hash} accepts and that becomes part of what a search tells apart. A property without memory keeps
 * {@link #NOTHING}.
 *
 * <p>Judging is the inner loop of every search. Parts of the machine are persistent, so what a step did not touch is the same
 * object before and after: compare by reference first and return the old state where nothing of interest changed.
 */
public interface Monitor<M extends State> {
    /** The state of a property without memory. */
    Object NOTHING = true;

    /** For {@link #looksAt}: the step says something ({@code moved().events()}). */
    int WORDS = 1 << 24;

    /** For {@link #looksAt}: the step ends an operation. */
    int ENDS = 1 << 25;

    /** For {@link #looksAt}: the step crashes. */
    int CRASHES = 1 << 26;

    /** For {@link #looksAt}: whatever the step does, and wherever anybody is. */
    int EVERY_STEP = -1;

    /** Lower-case words joined by hyphens, as users name it in {@code mm.properties}. */
    String id();

    /** The state before the first step. */
    default Object start(World<M> world) {
        return NOTHING;
    }

    /**
     * Which steps can make a difference, in bits: parts of the machine ({@link State#changedSince}), and those above. A step that
     * has none of them is not judged: {@link #judge} would have returned the old state. Where the threads are that do not
     * step must not matter, but for {@link #looksInside}, unless every step does. Asked once for each search.
     */
    default int looksAt() {
        return EVERY_STEP;
    }

    /** Whether it matters to {@link #judge} that a thread that does not step is inside of a program of this name. */
    default boolean looksInside(String program) {
        return false;
    }

    /**
     * Judges one step. {@code after.moved()} says what was done, {@code after.oops()} whether it crashed.
     *
     * @return the next state, or a {@link Violation}
     */
    Object judge(Object state, World<M> before, World<M> after);

    /** Judges a run of which all threads have finished: null, or what was lost. */
    default @Nullable String atEnd(Object state, World<M> world) {
        return null;
    }

    /** Judges a world where nobody can step and somebody is not done: null, or what is wrong with that. */
    default @Nullable String whenStuck(Object state, World<M> world, List<Wait> waits) {
        return null;
    }

    /**
     * Whether this property wants to hear of fair runs without end. A search then keeps its edges and looks for loops in which
     * every thread that could move moves and none makes progress.
     */
    default boolean liveness() {
        return false;
    }

    /** Judges a fair run without end: null, or what is wrong with it. Asked only if {@link #liveness()}. */
    default @Nullable String onLasso(Object state, Lasso<M> lasso) {
        return null;
    }

    /** A property without memory: what is lost by a step, or null. */
    static <M extends State> Monitor<M> always(String id, Check<M> check) {
        return new Monitor<>() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Object judge(Object state, World<M> before, World<M> after) {
                String lost = check.lost(before, after);
                return lost == null ? state : new Violation(lost);
            }

            @Override
            public String toString() {
                return id;
            }
        };
    }

    /** What one step may lose. */
    @FunctionalInterface
    interface Check<M extends State> {
        @Nullable
        String lost(World<M> before, World<M> after);
    }
}
