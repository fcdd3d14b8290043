package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.State;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Several properties watching one run together: their states side by side, each until its first violation. */
final class Watch<M extends State> {
    private final @Nullable Monitor<M>[] monitors;
    private final int[] looksAt;
    private final String[] ids;
    private final Heard<M> heard;
    private int left;

    /** Is told of each violation. */
    @FunctionalInterface
    interface Heard<M extends State> {
        void violated(int monitor, String reason, World<M> before, @Nullable World<M> after, @Nullable Lasso<M> lasso);
    }

    /** The states of all properties at one point of a run; a state that equals the one at the start adds nothing to the hash. */
    static final class States {
        final @Nullable Object[] each;
        final long hash;

        States(@Nullable Object[] each, long hash) {
            this.each = each;
            this.hash = hash;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Watch(List<Monitor<M>> monitors, Heard<M> heard) {
        this.monitors = monitors.toArray(new Monitor[0]);
        this.looksAt = monitors.stream().mapToInt(Monitor::looksAt).toArray();
        this.ids = monitors.stream().map(Monitor::id).toArray(String[]::new);
        this.heard = heard;
        this.left = ids.length;
    }

    String id(int monitor) {
        return ids[monitor];
    }

    /** How many properties have not been violated yet. */
    int left() {
        return left;
    }

    States start(World<M> world) {
        @Nullable Object[] each = new @Nullable Object[monitors.length];
        for (int i = 0; i < each.length; i++) {
            Monitor<M> monitor = monitors[i];
            each[i] = monitor == null ? null : monitor.start(world);
        }
        return new States(each, hash(each));
    }

    /** The states after a step; the same object if nothing changed. */
    States judge(States states, World<M> before, World<M> after) {
        return Objects.requireNonNull(judge(monitors, states, before, after, true));
    }

    /** The same watch as it is now, for another thread: it tells nobody what it sees. */
    Quiet<M> quiet() {
        @Nullable Monitor<M>[] now = monitors.clone();
        return (states, before, after) -> judge(now, states, before, after, false);
    }

    /** The states after a step, or null if there is something to tell. */
    @FunctionalInterface
    interface Quiet<M extends State> {
        @Nullable
        States judge(States states, World<M> before, World<M> after);
    }

    private @Nullable States judge(
            @Nullable Monitor<M>[] monitors, States states, World<M> before, World<M> after, boolean tell) {
        @Nullable Object[] each = states.each;
        long hash = states.hash;
        int seen = seen(before, after);
        for (int i = 0; i < looksAt.length; i++) {
            if ((looksAt[i] & seen) == 0) {
                continue;
            }
            Monitor<M> monitor = monitors[i];
            Object old = states.each[i];
            if (old == null) {
                continue;
            }
            Object now = monitor == null ? null : monitor.judge(old, before, after);
            if (now instanceof Violation violation) {
                if (!tell) {
                    return null;
                }
                violated(i, violation.reason(), before, after, null);
                now = null;
            }
            if (now != old) {
                each = each == states.each ? each.clone() : each;
                each[i] = now;
                hash ^= share(i, old) ^ share(i, now);
            }
        }
        return each == states.each ? states : new States(each, hash);
    }

    /** What there is to see in a step, see {@link Monitor#looksAt}; the sign bit stands for the step itself. */
    private static <M extends State> int seen(World<M> before, World<M> after) {
        int seen = after.machine().changedSince(before.machine()) | 1 << 31;
        Moved<M> moved = after.moved();
        if (moved != null) {
            seen |= (moved.events().isEmpty() ? 0 : Monitor.WORDS) | (moved.finished() == null ? 0 : Monitor.ENDS);
        }
        return after.oops() == null ? seen : seen | Monitor.CRASHES;
    }

    void atEnd(States states, World<M> world) {
        for (int i = 0; i < monitors.length; i++) {
            Monitor<M> monitor = monitors[i];
            Object state = states.each[i];
            String lost = monitor == null || state == null ? null : monitor.atEnd(state, world);
            if (lost != null) {
                violated(i, lost, world, null, null);
            }
        }
    }

    void whenStuck(States states, World<M> world) {
        List<Wait> waits = waits(world);
        for (int i = 0; i < monitors.length; i++) {
            Monitor<M> monitor = monitors[i];
            Object state = states.each[i];
            String lost = monitor == null || state == null ? null : monitor.whenStuck(state, world, waits);
            if (lost != null) {
                violated(i, lost, world, null, null);
            }
        }
    }

    /** Whether somebody still asks for runs without end. */
    boolean liveness() {
        for (Monitor<M> monitor : monitors) {
            if (monitor != null && monitor.liveness()) {
                return true;
            }
        }
        return false;
    }

    void onLasso(States states, Lasso<M> lasso) {
        for (int i = 0; i < monitors.length; i++) {
            Monitor<M> monitor = monitors[i];
            Object state = states.each[i];
            if (monitor != null && state != null && monitor.liveness()) {
                String lost = monitor.onLasso(state, lasso);
                if (lost != null) {
                    violated(i, lost, lasso.entry(), null, lasso);
                }
            }
        }
    }

    private void violated(
            int monitor, String reason, World<M> before, @Nullable World<M> after, @Nullable Lasso<M> lasso) {
        monitors[monitor] = null;
        left--;
        heard.violated(monitor, reason, before, after, lasso);
    }

    private static long hash(@Nullable Object[] each) {
        long h = 0;
        for (int i = 0; i < each.length; i++) {
            h ^= share(i, each[i]);
        }
        return h;
    }

    private static long share(int monitor, @Nullable Object state) {
        return state == null || state == Monitor.NOTHING ? 0 : Hash.slot(64 + monitor, Hash.of(state));
    }

    /** Who waits for what. */
    static <M extends State> List<Wait> waits(World<M> world) {
        List<Wait> waits = new ArrayList<>();
        for (int t = 0; t < world.threads(); t++) {
            Object on = world.waitsFor(t);
            if (on != null) {
                waits.add(new Wait(t, on));
            }
        }
        return waits;
    }
}
