package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation, or what is left of one, that waits to come in between the steps of another thread. It knows what it would come
 * to at any moment, for worlds are values and it costs nothing but time to try.
 */
final class Ambush<M extends State> {
    /** So many steps are tried; what takes longer is taken to matter nowhere. */
    private static final int LONGEST = 400;

    /** Who waits. */
    final int thread;
    /** What it will begin; null if it is inside an operation. */
    final @Nullable Operation<M> operation;

    private @Nullable World<M> outcome;
    private @Nullable Object result;

    Ambush(World<M> world, int thread, @Nullable Operation<M> operation) {
        this.thread = thread;
        this.operation = operation;
        consider(world);
    }

    /**
     * Whether it matters on which side of a step of another thread it comes in: whether the two come to something else in the
     * other order. It must have considered the world before the step last.
     */
    boolean matters(World<M> before, World<M> after, int other) {
        World<M> earlier = outcome;
        Object then = result;
        World<M> swapped = earlier == null ? null : again(earlier, after, other);
        if (swapped != null
                && after.machine() == before.machine()
                && swapped.machine() == Objects.requireNonNull(earlier).machine()
                && same(swapped.frame(other), after.frame(other))) {
            // the step has changed nothing that this operation could see
            outcome = swapped;
            return false;
        }
        consider(after);
        return outcome != null
                && (swapped == null || swapped.hash64() != outcome.hash64() || !Objects.equals(then, result));
    }

    /** Runs it undisturbed to its end, or as far as it gets; the environment takes its first alternatives. */
    private void consider(World<M> world) {
        result = null;
        outcome = null;
        World<M> end = operation == null ? world : world.begin(thread, operation);
        for (int i = 0; i < LONGEST && outcome == null; i++) {
            List<World<M>> next = end.step(thread);
            if (next.isEmpty()) {
                outcome = end;
            } else {
                end = next.get(0);
                if (end.oops() != null || end.frame(thread) == null) {
                    outcome = end;
                    result = Objects.requireNonNull(end.moved()).result();
                }
            }
        }
    }

    /** The step that led to {@code after}, made once more after this operation; null if it cannot be made. */
    private static <M extends State> @Nullable World<M> again(World<M> earlier, World<M> after, int thread) {
        int alternative = Objects.requireNonNull(after.moved()).alternative();
        List<World<M>> next = earlier.step(thread);
        return alternative < next.size() ? next.get(alternative) : null;
    }

    private static boolean same(@Nullable Frame one, @Nullable Frame other) {
        return one == null ? other == null : other != null && one.hash64() == other.hash64();
    }
}
