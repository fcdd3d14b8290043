package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a search has found, each with the run that leads there: it is walked again, from the moves that the search has kept. */
final class Findings<M extends State> {
    final Nodes nodes = new Nodes();

    private final List<Monitor<M>> monitors;
    private final List<World<M>> starts;
    private final @Nullable Alphabet<M> alphabet;
    private final @Nullable LocalSteps<M> local;
    private final Map<String, Found<M>> found = new LinkedHashMap<>();

    Findings(
            List<Monitor<M>> monitors,
            List<World<M>> starts,
            @Nullable Alphabet<M> alphabet,
            @Nullable LocalSteps<M> local) {
        this.monitors = monitors;
        this.starts = starts;
        this.alphabet = alphabet;
        this.local = local;
    }

    Map<String, Found<M>> found() {
        return found;
    }

    /** The state of this node violates. */
    void violated(String id, String reason, int node, World<M> world) {
        List<Integer> path = nodes.path(node);
        found.put(id, new Found<>(id, reason, run(start(node, path, world), path)));
    }

    /** A step violates that leads on from the state of this node. */
    void violated(String id, String reason, int node, World<M> before, int move) {
        List<Integer> path = nodes.path(node);
        List<Integer> all = new ArrayList<>(path);
        all.add(move);
        Run<M> run = run(start(node, all, before), path);
        List<World<M>> worlds = new ArrayList<>(run.worlds());
        worlds.add(run.last().step(Nodes.thread(move)).get(Nodes.alternative(move)));
        found.put(id, new Found<>(id, reason, new Run<>(run.start(), worlds)));
    }

    /** Judges the loops that a fair run can stay in for ever; how many there are. */
    int loops(Edges edges) {
        List<Loops.Loop> loops = new Loops(edges, nodes.size()).fair();
        for (Loops.Loop loop : loops) {
            List<Integer> path = nodes.path(loop.entry());
            List<Integer> all = new ArrayList<>(path);
            all.addAll(loop.moves());
            Run<M> stem = run(start(loop.entry(), all, starts.get(0)), path);
            Lasso<M> lasso = Lasso.of(stem, run(stem.last(), loop.moves()));
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

    /** The first world of a path; for an alphabet, the one with the script that the path follows. */
    private World<M> start(int node, List<Integer> path, World<M> last) {
        if (alphabet == null) {
            return starts.get(nodes.start(node));
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

    /** Walks a path again, the steps that the search has taken along included. */
    private Run<M> run(World<M> start, List<Integer> path) {
        List<World<M>> worlds = new ArrayList<>();
        World<M> world = start;
        for (int move : path) {
            worlds.addAll(ways(world, Nodes.thread(move)).get(Nodes.alternative(move)));
            world = worlds.get(worlds.size() - 1);
        }
        return new Run<>(start, worlds);
    }

    /** What the alternatives of a move stand for, in the order in which the search counts them. */
    private List<List<World<M>>> ways(World<M> world, int thread) {
        List<List<World<M>>> ways = new ArrayList<>();
        for (World<M> after : world.step(thread)) {
            ways.addAll(local == null ? List.of(List.of(after)) : local.ways(after, thread));
        }
        return ways;
    }
}
