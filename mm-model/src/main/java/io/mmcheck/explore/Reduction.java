package io.mmcheck.explore;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Exhaustive exhaustive search} may leave out because it makes no difference. Nothing is left out unless somebody
 * asks for it, and a {@link Certificate} never rests on it.
 *
 * <p>Two reductions that other checkers have are not here. <em>Frame symmetry</em>, that is calling page frames by the order in
 * which they are met, would have to rename them in everything that a thread remembers and every property remembers; there they
 * are plain numbers beside other plain numbers, as in the kernel, and a name that is overlooked makes the search unsound without a
 * word. <em>Thread symmetry</em> has the same difficulty with owners of locks and references, and what it saves at most, a factor
 * of two for two threads, {@link Alphabet#alike} saves nearly all of: there thread 1 begins after thread 0.
 */
public enum Reduction {
    /**
     * A step that looks at nothing but what its thread remembers, changes nothing else and says nothing is taken along with the
     * step before it: a loop counter, a call, a return, a choice of the environment among them. It commutes with every step of every other thread, no property judges
     * it, and it cannot be blocked or block anybody; so whatever happens in between may as well happen after it.
     *
     * <p>Nobody declares such steps. A step is tried without a machine: if it comes through, it does not look at any. Not taken
     * along are the first step of an operation, for between two operations a switch is no preemption, and the last one, for its
     * result is judged. What is kept: which properties are violated and with how many preemptions, the states at the ends of
     * runs, deadlocks, and the fair loops, for a thread that is about to take a local step can always take it. What is not: the
     * number of states, and a run found first may have more steps than need be, because several count as one.
     *
     * <p>On kernel today it leaves 1.4 to 2.2 times fewer states; time it saves where nearly everything is interleaving (1.2 to 1.7
     * times), and none in short searches of many operations, where finding out what is local takes as long.
     *
     * <p>Entering and leaving a program is not taken along if a property {@link Monitor#looksInside looks inside} of it. A
     * property that looks at {@link Monitor#EVERY_STEP every step} is refused.
     */
    LOCAL_STEPS;

    /** Why these properties do not allow it, or null if they do. */
    public @Nullable String refusedBy(List<? extends Monitor<?>> monitors) {
        for (Monitor<?> monitor : monitors) {
            if (monitor.looksAt() < 0) {
                return "the property " + monitor.id() + " looks at every step, so " + id()
                        + " may not leave any out; let it say what it looks at (looksAt), or leave it out";
            }
        }
        return null;
    }

    /** As users name it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
