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
 * only. Each scenario uses a few kinds (a swarm: what is left out cannot undo what the others set up), mostly on one page, and
 * values that differ from store to store, for a lost write shows only if the value that comes back is another.
 *
 * @param setups the names of the setups to start from
 * @param config the sizes of the machine; CPUs are as many as threads
 * @param threads how many threads a scenario has at most
 * @param kinds the kinds of operations to draw from
 */
public record Generator(List<String> setups, Config config, int threads, List<Kind> kinds) {
    public static final int FEWEST_OPERATIONS = 5;
    public static final int MOST_OPERATIONS = 40;

    /** How often an operation is drawn again that would be refused. */
    private static final int REDRAWS = 6;

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
            Rehearsal rehearsal = new Rehearsal(Setups.of(setup, sizes).machine());
            int size = FEWEST_OPERATIONS + random.nextInt(MOST_OPERATIONS - FEWEST_OPERATIONS + 1);
            List<List<Operation<Machine>>> script = new ArrayList<>();
            for (int t = 0; t < n; t++) {
                script.add(new ArrayList<>());
            }
            for (int i = 0; i < size; i++) {
                int thread = random.nextInt(n);
                script.get(thread).add(operation(thread, swarm, sizes, rehearsal));
            }
            return new Draw(setup, sizes, script, random.nextLong());
        }

        /** Mostly loads, stores and a migration, which this library is about; and one to five kinds of the others. */
        private List<Kind> swarm() {
            List<Kind> rest = new ArrayList<>(kinds);
            List<Kind> swarm = new ArrayList<>();
            for (String usual : List.of("load", "store", "migrate-to-device")) {
                if (!oneIn(8)) {
                    kinds.stream().filter(kind -> kind.name().equals(usual)).forEach(swarm::add);
                }
            }
            rest.removeAll(swarm);
            for (int more = 1 + random.nextInt(5); more > 0 && !rest.isEmpty(); more--) {
                swarm.add(rest.remove(random.nextInt(rest.size())));
            }
            return swarm;
        }

        private Action operation(int thread, List<Kind> swarm, Config sizes, Rehearsal rehearsal) {
            Action action = operation(swarm.get(random.nextInt(swarm.size())), sizes);
            boolean sense = rehearsal.makesSense(thread, action, 0, page);
            for (int left = REDRAWS; left > 0 && !sense && !oneIn(8); left--) {
                action = operation(swarm.get(random.nextInt(swarm.size())), sizes);
                sense = rehearsal.makesSense(thread, action, 0, page);
            }
            rehearsal.accept();
            return action;
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
