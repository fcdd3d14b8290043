package io.mmcheck.scenario;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws scenarios. There is one generator for every kernel, property and patch; it knows operations by the roles of their numbers
 * only. Each scenario uses a few kinds (a swarm: what is left out cannot undo what the others set up), mostly of one page, and
 * values that differ from store to store, for a lost write shows only if the value that comes back is another.
 *
 * @param setups the names of the setups to start from
 * @param config the sizes of the machine; CPUs are as many as threads
 * @param threads how many threads a scenario has at most
 * @param kinds the kinds of operations to draw from
 */
public record Generator(List<String> setups, Config config, int threads, List<Kind> kinds) {
    public static final int FEWEST_OPERATIONS = 5;
    public static final int MOST_OPERATIONS = 16;

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

    /** The scenario number {@code number} of a seed. */
    public Draw draw(long seed, long number) {
        return new Drawing(new SplittableRandom(Hash.then(Hash.mix(seed), number))).draw();
    }

    private final class Drawing {
        private final SplittableRandom random;
        /** Most operations act on this page of this process. */
        private int page;

        private int value;

        Drawing(SplittableRandom random) {
            this.random = random;
        }

        Draw draw() {
            String setup = setups.get(random.nextInt(setups.size()));
            int n = Math.min(threads, new int[] {1, 2, 2, 2, 2, 2, 3, 3}[random.nextInt(8)]);
            Config sizes = config.withCpus(n);
            page = oneIn(4) ? random.nextInt(sizes.addresses()) : 0;
            value = random.nextInt(Parameter.VALUE.highest(sizes));
            List<Kind> swarm = swarm();
            int size = FEWEST_OPERATIONS + random.nextInt(MOST_OPERATIONS - FEWEST_OPERATIONS + 1);
            List<List<Operation<Machine>>> script = new ArrayList<>();
            for (int t = 0; t < n; t++) {
                script.add(new ArrayList<>());
            }
            for (int i = 0; i < size; i++) {
                script.get(random.nextInt(n)).add(operation(swarm.get(random.nextInt(swarm.size())), sizes));
            }
            return new Draw(setup, sizes, script, random.nextLong());
        }

        /** Loads and stores show what the others have done, so most swarms have them. */
        private List<Kind> swarm() {
            List<Kind> rest = new ArrayList<>();
            List<Kind> swarm = new ArrayList<>();
            for (Kind kind : kinds) {
                boolean access = kind.name().equals("load") || kind.name().equals("store");
                (access && !oneIn(4) ? swarm : rest).add(kind);
            }
            int size = Math.min(kinds.size(), 3 + random.nextInt(5));
            while (swarm.size() < size) {
                swarm.add(rest.remove(random.nextInt(rest.size())));
            }
            return swarm;
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
                case PROCESS, SLOT, DEVICE -> oneIn(4) ? between(lowest, highest) : lowest;
                case OTHER_PROCESS -> oneIn(4) ? between(lowest, highest) : highest;
                case ADDRESS -> oneIn(4) ? between(lowest, highest) : page;
                case COUNT -> oneIn(4) ? between(lowest, highest) : lowest;
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
