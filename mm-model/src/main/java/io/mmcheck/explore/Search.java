package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exhaustive search. Without a bound on preemptions it goes level by level. With one it goes through everything that needs
 * no preemption first, level by level, then through everything that needs one, and so on: so the first run to a state has the
 * fewest preemptions and then the fewest steps.
 */
final class Search<M extends State> {
    /** How many worlds are brought from memory together. */
    private static final int AHEAD = 32;

    private final List<Monitor<M>> monitors;
    private final Bounds bounds;
    private final boolean exact;
    private final boolean untilAllViolated;
    private final List<World<M>> starts;
    private final @Nullable Alphabet<M> alphabet;
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final int[] extra;
    private final Watch<M> watch;
    private final Keys<M> keys;
    private final Visited visited;
    private final @Nullable Edges edges;
    private final Nodes nodes = new Nodes();
    private final Map<String, Found<M>> found = new LinkedHashMap<>();

    private final @Nullable Ahead<M> ahead;
    private final Arrivals<M> arrivals = new Arrivals<>();
    private Frontier<M> level = new Frontier<>();
    private Frontier<M> nextLevel = new Frontier<>();
    /** By depth: states of which the holder could go on, to be interrupted in this phase, and in the next. */
    private List<Frontier<M>> interrupted = new ArrayList<>();

    private List<Frontier<M>> toInterrupt = new ArrayList<>();

    private final long began = System.nanoTime();
    private @Nullable String cutBy;
    private int phase;
    private int depth;
    private int deepest;
    private long transitions;
    private long finished;
    private long stuck;
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
            int workers) {
        this.monitors = monitors;
        this.bounds = bounds;
        this.keys = keys;
        this.exact = exact;
        this.untilAllViolated = untilAllViolated;
        this.starts = starts;
        this.alphabet = alphabet;
        this.watch = new Watch<>(monitors, this::violated);
        this.ahead = workers > 1 ? new Ahead<>(workers, watch, alphabet) : null;
        boolean liveness = monitors.stream().anyMatch(Monitor::liveness);
        this.edges = liveness ? new Edges() : null;
        this.visited = liveness
                ? new Visited.Numbered()
                : bounds.boundsPreemptions() ? new Visited.Interrupted() : new Visited.Plain();
        for (World<M> start : starts) {
            numbers.put(start.script(), numbers.size());
        }
        if (alphabet != null) {
            for (Operation<M> operation : alphabet.operations()) {
                numbers.put(operation, alphabet.operations().indexOf(operation));
            }
        }
        boolean costs = liveness && bounds.boundsPreemptions();
        int threads = starts.get(0).threads();
        this.extra = new int[(starts.size() > 1 ? 1 : 0) + (alphabet != null ? 1 + threads : 0) + (costs ? 2 : 0)];
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
        long loops = edges == null || untilAllViolated && watch.left() == 0 ? 0 : loops(edges);
        return new Exploration<>(
                found,
                bounds,
                cutBy,
                exact,
                visited.size(),
                transitions,
                deepest,
                finished,
                stuck,
                oopses,
                loops,
                System.nanoTime() - began);
    }

    private void phases() {
        for (phase = 0; !ended(); phase++) {
            for (depth = 0; !ended() && (nextLevel.size() > 0 || depth < interrupted.size()); depth++) {
                level();
            }
            interrupted = toInterrupt;
            toInterrupt = new ArrayList<>();
            if (interrupted.isEmpty()) {
                break;
            }
        }
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
        if (depth < interrupted.size()) {
            Frontier<M> paused = interrupted.get(depth);
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
                end(world, states);
            }
        } else if (step(world, states, holder)) {
            if (edges != null) {
                edges.enabled(here, world);
            }
            if (phase < bounds.preemptions()) {
                while (toInterrupt.size() <= depth) {
                    toInterrupt.add(new Frontier<>());
                }
                toInterrupt.get(depth).add(world, states, node, holder, taken);
            }
        } else if (visited.admit(key(world, states, Frontier.NOBODY), Frontier.NOBODY, phase, depth, node) == node
                || edges != null) {
            if (!stepAll(world, states, holder)) {
                end(world, states);
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
        for (int a = 0; a < next.size(); a++) {
            move = Nodes.move(thread, a, -1);
            reach(world, states, next.get(a), judged(known, a), thread);
        }
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
            for (int a = 0; a < next.size(); a++) {
                move = Nodes.move(thread, a, o);
                reach(world, states, next.get(a), judged(known, a), thread);
            }
        }
        taken = before;
    }

    /** What the properties have said ahead of time, if it still holds. */
    private Watch.@Nullable States judged(Ahead.@Nullable Reached<M> known, int alternative) {
        return known != null && ahead != null && ahead.isJudged() ? known.judged(alternative) : null;
    }

    private void reach(World<M> world, Watch.States states, World<M> after, Watch.@Nullable States known, int thread) {
        transitions++;
        Watch.States judged = known == null ? watch.judge(states, world, after) : known;
        int holder = bounds.boundsPreemptions() && !after.between(thread) ? thread : Frontier.NOBODY;
        arrivals.add(after, judged, key(after, judged, holder), here, move, holder, taken);
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

    /** The key of a state. What a single script without alphabet needs not say is left out. */
    private long key(World<M> world, Watch.States states, int holder) {
        int n = 0;
        if (extra.length > 0) {
            if (starts.size() > 1) {
                extra[n++] = numbers.getOrDefault(world.script(), -1);
            }
            if (alphabet != null) {
                extra[n++] = taken;
                for (int t = 0; t < world.threads(); t++) {
                    Operation<M> operation = world.operation(t);
                    extra[n++] = operation == null ? -1 : numbers.getOrDefault(operation, -1);
                }
            }
            if (n < extra.length) {
                extra[n++] = holder;
                extra[n] = phase;
            }
        }
        return keys.of(world, states, extra);
    }

    /** Nobody inside of an operation can step. */
    private void end(World<M> world, Watch.States states) {
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
                    stuckAtBegin(alphabet, world, states, t);
                }
            }
        }
    }

    /** An operation that cannot even begin is not taken as a step; but when nobody else can step either, somebody waits. */
    private void stuckAtBegin(Alphabet<M> alphabet, World<M> world, Watch.States states, int thread) {
        for (int o = 0; o < alphabet.operations().size(); o++) {
            World<M> begun = world.begin(thread, alphabet.operations().get(o));
            if (alphabet.take(taken, o) != Alphabet.NO && begun.step(thread).isEmpty()) {
                stuck++;
                watch.whenStuck(states, begun);
            }
        }
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
        List<Integer> path = nodes.path(here);
        if (after != null) {
            path.add(move);
        }
        String id = watch.id(monitor);
        found.put(id, new Found<>(id, reason, Nodes.run(start(path, before), path)));
    }

    /** The first world of a path; for an alphabet, the one with the script that the path follows. */
    private World<M> start(List<Integer> path, World<M> last) {
        if (alphabet == null) {
            return starts.get(nodes.start(here));
        }
        List<List<Operation<M>>> script = Nodes.script(alphabet.threads(), alphabet.operations(), path);
        for (int t = 0; t < script.size(); t++) {
            Operation<M> operation = last.operation(t);
            if (operation != null && last.begun(t) > script.get(t).size()) {
                script.get(t).add(operation);
            }
        }
        return World.of(alphabet.kernel(), alphabet.machine(), script);
    }

    /** Judges the loops that a fair run can stay in for ever; how many there are. */
    private int loops(Edges edges) {
        List<Loops.Loop> loops = new Loops(edges, nodes.size()).fair();
        for (Loops.Loop loop : loops) {
            here = loop.entry();
            List<Integer> path = nodes.path(here);
            List<Integer> all = new ArrayList<>(path);
            all.addAll(loop.moves());
            World<M> start = start(all, starts.get(0));
            Run<M> run = Nodes.run(start, all);
            Run<M> stem = run.upTo(path.size());
            List<World<M>> worlds = new ArrayList<>();
            worlds.add(start);
            worlds.addAll(stem.worlds());
            Lasso<M> lasso = new Lasso<>(worlds, run.worlds().subList(path.size(), run.steps()));
            for (Monitor<M> monitor : monitors) {
                String lost =
                        monitor.liveness() && !found.containsKey(monitor.id()) ? judge(monitor, stem, lasso) : null;
                if (lost != null) {
                    found.put(monitor.id(), new Found<>(monitor.id(), lost, stem, lasso));
                }
            }
        }
        return loops.size();
    }

    private static <M extends State> @Nullable String judge(Monitor<M> monitor, Run<M> stem, Lasso<M> lasso) {
        Object state = monitor.start(stem.start());
        for (int i = 0; i < stem.steps(); i++) {
            state = monitor.judge(state, stem.before(i), stem.after(i));
        }
        return monitor.onLasso(state, lasso);
    }
}
