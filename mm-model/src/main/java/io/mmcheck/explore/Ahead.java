package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads take the steps that a search is about to ask for. They decide nothing: the search still takes up every state
 * itself, one after the other in its own order, and finds steps taken and judged already. So what it finds does not depend on
 * who was faster. A step that violates something is left to the search to judge; so is every step that was taken ahead of a
 * violation, for then one property fewer is watching.
 */
final class Ahead<M extends State> implements AutoCloseable {
    /** So many states are one task. */
    private static final int BLOCK = 256;

    private final int workers;
    private final @Nullable Alphabet<M> alphabet;
    private final Watch<M> watch;
    private final ExecutorService threads;
    private final ArrayDeque<Future<Block<M>>> running = new ArrayDeque<>();

    private Frontier<M> frontier = new Frontier<>();
    private boolean interrupts;
    private int submitted;
    private @Nullable Block<M> current;

    Ahead(int workers, Watch<M> watch, @Nullable Alphabet<M> alphabet) {
        this.workers = workers;
        this.watch = watch;
        this.alphabet = alphabet;
        this.threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "mmcheck-ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** One step of one thread: where it leads to, and what the properties say there, null for whom nobody has asked. */
    static final class Reached<M extends State> {
        private final List<World<M>> worlds;
        private final Watch.@Nullable States[] judged;

        private Reached(List<World<M>> worlds, Watch.@Nullable States[] judged) {
            this.worlds = worlds;
            this.judged = judged;
        }

        List<World<M>> worlds() {
            return worlds;
        }

        Watch.@Nullable States judged(int alternative) {
            return judged[alternative];
        }
    }

    /** What some states of a frontier lead to; {@code left} properties were watching. */
    private record Block<M extends State>(int from, int left, List<List<List<Reached<M>>>> states) {}

    /** The search goes through these states next, in order; {@code interrupts} if it steps everybody but their holders. */
    void start(Frontier<M> states, boolean interrupts) {
        this.frontier = states;
        this.interrupts = interrupts;
        this.submitted = 0;
        this.current = null;
        running.clear();
    }

    /** The search has come to this state of the frontier. */
    void goTo(int state) {
        if (state % BLOCK != 0) {
            return;
        }
        while (submitted < frontier.size() && running.size() <= workers) {
            int from = submitted;
            int to = Math.min(frontier.size(), from + BLOCK);
            int left = watch.left();
            Watch.Quiet<M> quiet = watch.quiet();
            Frontier<M> states = frontier;
            boolean others = interrupts;
            running.add(threads.submit(() -> block(states, others, from, to, left, quiet)));
            submitted = to;
        }
        current = get(running.remove());
    }

    /** The step of a thread from this state, or its first step of an operation of the alphabet; null if nobody has taken it. */
    @Nullable
    Reached<M> reached(int state, int thread, int operation) {
        Block<M> block = current;
        if (block == null) {
            return null;
        }
        List<Reached<M>> steps = block.states.get(state - block.from).get(thread);
        return operation + 1 < steps.size() ? steps.get(operation + 1) : null;
    }

    /** Whether as many properties are watching as when the steps from this state were judged. */
    boolean isJudged() {
        return current != null && current.left == watch.left();
    }

    private Block<M> block(Frontier<M> states, boolean others, int from, int to, int left, Watch.Quiet<M> quiet) {
        List<List<List<Reached<M>>>> all = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            all.add(steps(states, i, others, quiet));
        }
        return new Block<>(from, left, all);
    }

    /** By thread: its step, and behind it its first steps of every operation if it has none. */
    private List<List<Reached<M>>> steps(Frontier<M> frontier, int i, boolean others, Watch.Quiet<M> quiet) {
        World<M> world = frontier.world(i);
        Watch.States states = frontier.states(i);
        int holder = frontier.holder(i);
        int taken = frontier.taken(i);
        List<List<Reached<M>>> byThread = new ArrayList<>(world.threads());
        List<Reached<M>> ofHolder =
                holder == Frontier.NOBODY || others ? List.of() : steps(world, states, holder, taken, quiet);
        boolean goesOn = !ofHolder.isEmpty() && !ofHolder.get(0).worlds.isEmpty();
        for (int t = 0; t < world.threads(); t++) {
            byThread.add(t == holder ? ofHolder : goesOn ? List.of() : steps(world, states, t, taken, quiet));
        }
        return byThread;
    }

    private List<Reached<M>> steps(World<M> world, Watch.States states, int thread, int taken, Watch.Quiet<M> quiet) {
        List<Reached<M>> steps = new ArrayList<>();
        steps.add(judged(world, states, world.step(thread), quiet));
        if (steps.get(0).worlds.isEmpty() && alphabet != null && alphabet.mayBegin(world, thread, taken)) {
            for (int o = 0; o < alphabet.operations().size(); o++) {
                boolean can = alphabet.take(taken, o) != Alphabet.NO;
                Operation<M> operation = alphabet.operations().get(o);
                List<World<M>> first = can ? world.begin(thread, operation).step(thread) : List.of();
                steps.add(judged(world, states, first, quiet));
            }
        }
        return steps;
    }

    private Reached<M> judged(World<M> before, Watch.States states, List<World<M>> worlds, Watch.Quiet<M> quiet) {
        Watch.@Nullable States[] judged = new Watch.@Nullable States[worlds.size()];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = quiet.judge(states, before, worlds.get(i));
            // the search asks for the hash next
            worlds.get(i).hash64();
        }
        return new Reached<>(worlds, judged);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the search was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
