package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exhaustive search. Without a bound on preemptions it goes level by level. With one it goes through everything that needs
 * no preemption first, level by level, then through everything that needs one, and so on: so the first run to a state has the
 * fewest preemptions and then the fewest steps.
 */
final class Search<M extends State> {
    /** How many worlds are brought from memory together. */
    private static final int AHEAD = 32;

    private final Bounds bounds;
    private final boolean exact;
    private final boolean untilAllViolated;
    private final List<World<M>> starts;
    private final @Nullable Alphabet<M> alphabet;
    private final Watch<M> watch;
    private final StateKeys<M> keys;
    private final @Nullable LocalSteps<M> local;
    private final Visited visited;
    private final @Nullable Edges edges;
    private final Findings<M> findings;
    private final Nodes nodes;
    private final Ends<M> ends;

    private final @Nullable Ahead<M> ahead;
    private final Arrivals<M> arrivals = new Arrivals<>();
    private Frontier<M> level = new Frontier<>();
    private Frontier<M> nextLevel = new Frontier<>();
    private final Interrupted<M> interrupted = new Interrupted<>();
    private final long began = System.nanoTime();
    private @Nullable String cutBy;
    private int phase;
    private int depth;
    private int deepest;
    private long transitions;
    private long oopses;
    private int expanded;
    /** Kept so that no compiler leaves out the reading ahead. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /** The state that is being expanded, its place in its frontier, and the move that is being made. */
    private int here;

    private int place;
    private int move;
    /** What has been taken of the alphabet, the operation of this move included. */
    private int taken;

    Search(
            List<Monitor<M>> monitors,
            Bounds bounds,
            Keys<M> keys,
            boolean exact,
            boolean untilAllViolated,
            List<World<M>> starts,
            @Nullable Alphabet<M> alphabet,
            int workers,
            @Nullable LocalSteps<M> local) {
        this.bounds = bounds;
        this.exact = exact;
        this.untilAllViolated = untilAllViolated;
        this.starts = starts;
        this.alphabet = alphabet;
        this.local = local;
        this.watch = new Watch<>(monitors, this::violated);
        this.ahead = workers > 1 ? new Ahead<>(workers, watch, alphabet) : null;
        boolean liveness = monitors.stream().anyMatch(Monitor::liveness);
        this.edges = liveness ? new Edges() : null;
        this.visited = liveness
                ? new Visited.Numbered()
                : bounds.boundsPreemptions() ? new Visited.Interrupted() : new Visited.Plain();
        this.keys = new StateKeys<>(keys, starts, alphabet, liveness && bounds.boundsPreemptions());
        this.findings = new Findings<>(monitors, starts, alphabet, local);
        this.nodes = findings.nodes;
        this.ends = new Ends<>(watch, alphabet);
    }

    Exploration<M> run() {
        for (int i = 0; i < starts.size(); i++) {
            World<M> world = starts.get(i);
            Watch.States states = watch.start(world);
            here = nodes.root(i);
            if (visited.admit(key(world, states, Frontier.NOBODY), Frontier.NOBODY, 0, 0, here) == here) {
                nextLevel.add(world, states, here, Frontier.NOBODY, Alphabet.NOTHING);
            }
        }
        try {
            phases();
        } finally {
            if (ahead != null) {
                ahead.close();
            }
        }
        long loops = edges == null || untilAllViolated && watch.left() == 0 ? 0 : findings.loops(edges);
        return new Exploration<>(
                findings.found(),
                bounds,
                cutBy,
                exact,
                visited.size(),
                transitions,
                deepest,
                ends.finished(),
                ends.stuck(),
                oopses,
                loops,
                System.nanoTime() - began);
    }

    private void phases() {
        phase = 0;
        do {
            for (depth = 0; !ended() && (nextLevel.size() > 0 || interrupted.from(depth)); depth++) {
                level();
            }
            phase++;
        } while (interrupted.nextPhase() && !ended());
    }

    private void level() {
        Frontier<M> now = nextLevel;
        nextLevel = level;
        level = now;
        start(level, false);
        for (int i = 0; i < level.size() && !ended(); i++) {
            if (i % AHEAD == 0) {
                touched += level.touch(i, Math.min(level.size(), i + AHEAD));
            }
            goTo(i);
            World<M> world = level.world(i);
            taken = level.taken(i);
            expand(world, level.states(i), level.node(i), level.holder(i));
            level.release(i);
        }
        level.clear();
        Frontier<M> paused = interrupted.at(depth);
        if (paused != null) {
            start(paused, true);
            for (int i = 0; i < paused.size() && !ended(); i++) {
                goTo(i);
                here = paused.node(i);
                taken = paused.taken(i);
                stepAll(paused.world(i), paused.states(i), paused.holder(i));
                paused.release(i);
            }
        }
        admit();
    }

    private void start(Frontier<M> states, boolean interrupts) {
        if (ahead != null) {
            ahead.start(states, interrupts);
        }
    }

    private void goTo(int state) {
        place = state;
        if (ahead != null) {
            ahead.goTo(state);
        }
    }

    private boolean ended() {
        return cutBy != null;
    }

    /** Takes every step from a state that needs no preemption, and puts off those that need one. */
    private void expand(World<M> world, Watch.States states, int node, int holder) {
        here = node;
        guard();
        if (holder == Frontier.NOBODY) {
            if (!stepAll(world, states, Frontier.NOBODY)) {
                ends.end(world, states, taken);
            }
        } else if (step(world, states, holder)) {
            if (edges != null) {
                edges.enabled(here, world);
            }
            if (phase < bounds.preemptions()) {
                interrupted.later(depth).add(world, states, node, holder, taken);
            }
        } else if (visited.admit(key(world, states, Frontier.NOBODY), Frontier.NOBODY, phase, depth, node) == node
                || edges != null) {
            if (!stepAll(world, states, holder)) {
                ends.end(world, states, taken);
            }
        }
    }

    /** Steps every thread but one; whether one of those that are inside of an operation could. */
    private boolean stepAll(World<M> world, Watch.States states, int except) {
        boolean any = false;
        for (int t = 0; t < world.threads(); t++) {
            if (t == except) {
                continue;
            }
            if (step(world, states, t)) {
                any = true;
            } else if (alphabet != null && alphabet.mayBegin(world, t, taken)) {
                begin(alphabet, world, states, t);
            }
        }
        return any;
    }

    private boolean step(World<M> world, Watch.States states, int thread) {
        Ahead.Reached<M> known = ahead == null ? null : ahead.reached(place, thread, -1);
        List<World<M>> next = known == null ? world.step(thread) : known.worlds();
        reach(world, states, next, known, thread, -1);
        if (edges != null && !next.isEmpty()) {
            edges.enabled(here, thread);
        }
        return !next.isEmpty();
    }

    private void begin(Alphabet<M> alphabet, World<M> world, Watch.States states, int thread) {
        int before = taken;
        for (int o = 0; o < alphabet.operations().size(); o++) {
            taken = alphabet.take(before, o);
            if (taken == Alphabet.NO) {
                continue;
            }
            Ahead.Reached<M> known = ahead == null ? null : ahead.reached(place, thread, o);
            List<World<M>> next = known == null
                    ? world.begin(thread, alphabet.operations().get(o)).step(thread)
                    : known.worlds();
            reach(world, states, next, known, thread, o);
        }
        taken = before;
    }

    /** What the properties have said ahead of time, if it still holds. */
    private Watch.@Nullable States judged(Ahead.@Nullable Reached<M> known, int alternative) {
        return known != null && ahead != null && ahead.isJudged() ? known.judged(alternative) : null;
    }

    /** {@code operation} is the one of the alphabet that begins with this step, or -1. */
    private void reach(
            World<M> world,
            Watch.States states,
            List<World<M>> next,
            Ahead.@Nullable Reached<M> known,
            int thread,
            int operation) {
        int along = 0;
        for (int a = 0; a < next.size(); a++) {
            World<M> after = next.get(a);
            move = Nodes.move(thread, a, operation);
            Watch.States ahead = judged(known, a);
            Watch.States judged = ahead == null ? watch.judge(states, world, after) : ahead;
            if (local == null) {
                arrive(after, judged, thread);
                continue;
            }
            for (World<M> settled : local.settled(after, thread)) {
                move = Nodes.move(thread, along++, operation);
                arrive(settled, judged, thread);
            }
        }
    }

    private void arrive(World<M> world, Watch.States states, int thread) {
        transitions++;
        int holder = bounds.boundsPreemptions() && !world.between(thread) ? thread : Frontier.NOBODY;
        arrivals.add(world, states, key(world, states, holder), here, move, holder, taken);
        if (arrivals.full()) {
            admit();
        }
    }

    /** Lets the states that have arrived in, in the order in which they came. */
    private void admit() {
        touched += visited.touch(arrivals.keys(), arrivals.size());
        for (int i = 0; i < arrivals.size() && !ended(); i++) {
            int holder = arrivals.holder(i);
            int fresh = nodes.size();
            int node = visited.admit(arrivals.key(i), holder, phase, depth + 1, fresh);
            if (node == fresh) {
                nodes.add(arrivals.parent(i), arrivals.move(i));
                deepest = Math.max(deepest, depth + 1);
                World<M> world = arrivals.world(i);
                if (world.oops() == null) {
                    nextLevel.add(world, arrivals.states(i), node, holder, arrivals.taken(i));
                } else {
                    oopses++;
                }
                if (fresh + 1 >= bounds.states()) {
                    cutBy = "the limit of " + bounds.states() + " states";
                }
            }
            if (edges != null) {
                edges.add(arrivals.parent(i), arrivals.move(i), node);
            }
        }
        arrivals.clear();
    }

    private long key(World<M> world, Watch.States states, int holder) {
        return keys.of(world, states, taken, holder, phase);
    }

    private void guard() {
        if ((++expanded & 1023) == 0
                && System.nanoTime() - began > bounds.time().toNanos()) {
            cutBy = "the time limit of " + bounds.time().toSeconds() + " s";
        }
        if (untilAllViolated && watch.left() == 0) {
            cutBy = "every property is violated";
        }
    }

    private void violated(
            int monitor, String reason, World<M> before, @Nullable World<M> after, @Nullable Lasso<M> lasso) {
        if (after == null) {
            findings.violated(watch.id(monitor), reason, here, before);
        } else {
            findings.violated(watch.id(monitor), reason, here, before, move);
        }
    }
}
