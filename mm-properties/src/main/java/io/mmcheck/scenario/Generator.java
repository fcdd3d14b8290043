package io.mmcheck.scenario;

import io.mmcheck.explore.Prompter;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Walk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws runs. There is one generator for every kernel, property and patch; it knows operations by the roles of their numbers only.
 * What a thread does next is drawn when its turn comes: by trying it out, which costs little as worlds are values, it is seen that
 * the kernel would not refuse it and that something new would come of it. Most operations act on one page, and values differ from
 * store to store, for a lost write shows only if the value that comes back is another.
 *
 * @param setups the names of the setups to start from
 * @param config the sizes of the machine; CPUs are as many as threads
 * @param threads how many threads a run has at most
 * @param kinds the kinds of operations to draw from
 */
public record Generator(List<String> setups, Config config, int threads, List<Kind> kinds) {
    /** A run has at most so many operations; fewer if the first process exits before. */
    public static final int MOST_OPERATIONS = 40;

    private static final int FEWEST_OPERATIONS = 5;

    /** What this library is about: in most runs one operation of two is one of these. */
    private static final List<String> USUAL = List.of("load", "store", "migrate-page", "migrate-to-device");

    /** How many threads a run has: mostly two, for most races need no more. */
    private static final int[] THREADS = {1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3};

    /** A run has chapters of about so many operations, each with kinds and a page of its own. */
    private static final int CHAPTER = 10;

    /** How often an operation is drawn again that would be refused or would come to nothing new. */
    private static final int REDRAWS = 8;

    public Generator {
        setups = List.copyOf(setups);
        kinds = List.copyOf(kinds);
        if (setups.isEmpty() || kinds.isEmpty() || threads < 1 || threads > 8) {
            throw new IllegalArgumentException("there must be setups and kinds, and 1 to 8 threads");
        }
    }

    /** The one that every check uses unless it is told otherwise. */
    public static Generator standard() {
        return new Generator(Setups.names(), Config.SEARCH, 3, Operations.ALL);
    }

    /** Run number {@code number} of a seed on kernel today. */
    public Draw draw(long seed, long number) {
        return draw(Kernel.TODAY, RandomWalk.of(List.of()), seed, number);
    }

    /** Run number {@code number} of a seed on a kernel, watched by what the walk watches. */
    public Draw draw(Kernel kernel, RandomWalk<Machine> walk, long seed, long number) {
        return new Drawing(new SplittableRandom(Hash.then(Hash.mix(seed), number))).draw(kernel, walk);
    }

    private final class Drawing implements Prompter<Machine> {
        private final SplittableRandom random;
        private final List<List<Operation<Machine>>> script = new ArrayList<>();
        /** What operations have come to in this run. */
        private final Set<Long> outcomes = new HashSet<>();

        private Config sizes = config;
        /** How many operations are still to be begun. */
        private int left;
        /** How many of this chapter. */
        private int chapter;

        private List<Kind> usual = List.of();
        private List<Kind> others = List.of();
        /** Most operations act on this page of this process. */
        private int page;

        private int value;

        Drawing(SplittableRandom random) {
            this.random = random;
        }

        Draw draw(Kernel kernel, RandomWalk<Machine> walk) {
            String setup = setups.get(random.nextInt(setups.size()));
            int n = Math.min(threads, THREADS[random.nextInt(THREADS.length)]);
            sizes = config.withCpus(n);
            value = random.nextInt(Parameter.VALUE.highest(sizes));
            left = between(FEWEST_OPERATIONS, MOST_OPERATIONS);
            for (int t = 0; t < n; t++) {
                script.add(new ArrayList<>());
            }
            World<Machine> start = World.of(kernel, Setups.of(setup, sizes).machine(), script);
            Walk<Machine> walked = walk.improvise(start, random.nextLong(), this);
            return new Draw(setup, sizes, script, walked);
        }

        @Override
        public @Nullable Operation<Machine> next(World<Machine> world, int thread) {
            if (left == 0 || !world.machine().mm(0).live()) {
                return null;
            }
            if (chapter == 0) {
                chapter();
            }
            Action action = operation();
            for (int again = REDRAWS; again > 0 && !worthwhile(world, thread, action); again--) {
                action = operation();
            }
            return action;
        }

        @Override
        public void begun(int thread, Operation<Machine> operation) {
            script.get(thread).add(operation);
            left--;
            chapter = Math.max(0, chapter - 1);
        }

        /** Whether the kernel would do it now, neither refusing nor failing, and something new would come of it. */
        private boolean worthwhile(World<Machine> world, int thread, Action action) {
            Machine after = Rehearsal.outcome(world, thread, action);
            if (after == null) {
                return oneIn(16);
            }
            boolean blinds = Rehearsal.canLoad(after, 0, page) < Rehearsal.canLoad(world.machine(), 0, page);
            if (blinds && left > CHAPTER && !oneIn(16)) {
                return false;
            }
            return outcomes.add(after.hash64()) || oneIn(4);
        }

        /**
         * The usual kinds and some others, often few: what is left out cannot undo what the others set up. Who takes references
         * also drops them.
         */
        private void chapter() {
            chapter = between(1, 2 * CHAPTER);
            page = oneIn(8) ? random.nextInt(sizes.addresses()) : 0;
            usual = new ArrayList<>();
            others = new ArrayList<>(kinds);
            for (String name : USUAL) {
                if (!oneIn(8)) {
                    kinds.stream().filter(kind -> kind.name().equals(name)).forEach(usual::add);
                }
            }
            others.removeAll(usual);
            int size = 1 << random.nextInt(5);
            while (others.size() > size) {
                others.remove(random.nextInt(others.size()));
            }
            if (others.stream().anyMatch(kind -> kind.parameters().contains(Parameter.SLOT))) {
                kinds.stream()
                        .filter(kind -> kind.parameters().equals(List.of(Parameter.SLOT)))
                        .forEach(others::add);
            }
        }

        private Action operation() {
            List<Kind> from = others.isEmpty() || !usual.isEmpty() && oneIn(2) ? usual : others;
            return operation(from.get(random.nextInt(from.size())), sizes);
        }

        private Action operation(Kind kind, Config sizes) {
            List<Integer> arguments = new ArrayList<>();
            for (Parameter parameter : kind.parameters()) {
                arguments.add(argument(parameter, sizes));
            }
            return kind.make(arguments);
        }

        private int argument(Parameter parameter, Config sizes) {
            int lowest = parameter.lowest();
            int highest = Math.max(lowest, parameter.highest(sizes));
            return switch (parameter) {
                case PROCESS, SLOT, DEVICE -> oneIn(8) ? between(lowest, highest) : lowest;
                case OTHER_PROCESS -> oneIn(4) ? between(lowest, highest) : highest;
                case ADDRESS -> oneIn(8) ? between(lowest, highest) : page;
                case COUNT -> oneIn(8) ? between(lowest, highest) : lowest;
                case VALUE -> lowest + value++ % (highest - lowest + 1);
            };
        }

        private int between(int lowest, int highest) {
            return lowest + random.nextInt(highest - lowest + 1);
        }

        private boolean oneIn(int n) {
            return random.nextInt(n) == 0;
        }
    }
}
