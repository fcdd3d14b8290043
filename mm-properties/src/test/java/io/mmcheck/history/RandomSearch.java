package io.mmcheck.history;

import io.mmcheck.explore.RandomWalk;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.Generator;
import io.mmcheck.suite.CheckRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The random search of a check: the same runs, as far as a test has to go. */
final class RandomSearch {
    /** How many seeds: 5, or 200 with {@code -Pseeds}. */
    static final int SEEDS = Integer.getInteger("mm.seeds", 5);

    private static final Generator GENERATOR = Generator.standard();
    private static final List<Property> ALL = Properties.all().stream()
            .filter(property -> !(property instanceof Sometimes))
            .toList();

    private RandomSearch() {}

    /** The run, counted from 1, that first violates one of the properties; 0 if none of the default number of runs does. */
    static int first(Kernel kernel, long seed, Set<String> wanted) {
        RandomWalk<Machine> walk = RandomWalk.of(
                ALL.stream().filter(property -> wanted.contains(property.id())).toList());
        for (int number = 0; number < CheckRequest.TRIES; number++) {
            if (!GENERATOR.draw(kernel, walk, seed, number).walk().found().isEmpty()) {
                return number + 1;
            }
        }
        return 0;
    }

    /** {@link #first} of seed 1 up to this one, in order. */
    static List<Integer> firsts(Kernel kernel, int seeds, Set<String> wanted) {
        return LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> first(kernel, seed, wanted))
                .toList();
    }

    /** The properties that one of so many runs of seed 1 violates. */
    static Set<String> violated(Kernel kernel, int runs) {
        RandomWalk<Machine> walk = RandomWalk.of(ALL);
        Set<String> violated = new TreeSet<>();
        for (int number = 0; number < runs; number++) {
            violated.addAll(
                    GENERATOR.draw(kernel, walk, 1, number).walk().found().keySet());
        }
        return violated;
    }
}
