package io.mmcheck.suite;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Walk;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.LockOrder;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.Draw;
import io.mmcheck.scenario.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Random runs of one seed on one kernel. Each try depends on its number only, so tries may run side by side. */
final class Tries {
    private final Kernel kernel;
    private final Generator generator;
    private final long seed;
    private final RandomWalk<Machine> walk;
    private final List<Sometimes> sometimes;
    private final boolean observing;

    Tries(Kernel kernel, Generator generator, long seed, List<Property> properties) {
        this(kernel, generator, seed, properties, false);
    }

    /** {@code observing}: each try is kept, for whoever wants to see what is generated. */
    Tries(Kernel kernel, Generator generator, long seed, List<Property> properties, boolean observing) {
        this.observing = observing;
        this.kernel = kernel;
        this.generator = generator;
        this.seed = seed;
        this.walk = RandomWalk.of(properties.stream()
                .filter(property -> !(property instanceof Sometimes))
                .toList());
        this.sometimes = properties.stream()
                .filter(Sometimes.class::isInstance)
                .map(Sometimes.class::cast)
                .toList();
    }

    /** The first violation of a property: in which try, of which scenario. */
    record First(int number, Case<Machine> scenario, Found<Machine> found) {}

    /** What some consecutive tries showed. */
    static final class Batch {
        int runs;
        long steps;
        final Map<String, First> first = new TreeMap<>();
        final Map<String, Integer> violations = new TreeMap<>();
        final Map<String, Integer> seen = new TreeMap<>();
        final TreeSet<String> lockOrder = new TreeSet<>();
        final Coverage coverage = new Coverage();
        final List<Observed> observed = new ArrayList<>();

        /** Adds what later tries showed. */
        void add(Batch later) {
            runs += later.runs;
            steps += later.steps;
            later.first.forEach(first::putIfAbsent);
            later.violations.forEach((id, n) -> violations.merge(id, n, Integer::sum));
            later.seen.forEach((id, n) -> seen.merge(id, n, Integer::sum));
            lockOrder.addAll(later.lockOrder);
            coverage.add(later.coverage);
        }
    }

    /** The tries from number {@code from} up to, not including, {@code to}. */
    Batch run(int from, int to) {
        Batch batch = new Batch();
        for (int number = from; number < to; number++) {
            Draw draw = generator.draw(kernel, walk, seed, number);
            Walk<Machine> walked = draw.walk();
            batch.runs++;
            batch.steps += walked.run().steps();
            for (String property : walked.found().keySet()) {
                if (batch.violations.merge(property, 1, Integer::sum) == 1) {
                    batch.first.put(
                            property, new First(number, draw.scenario(), Objects.requireNonNull(draw.found(property))));
                }
            }
            watch(walked.run(), batch);
            if (observing) {
                batch.observed.add(Observed.of(number + 1, draw));
            }
        }
        return batch;
    }

    private void watch(Run<Machine> run, Batch batch) {
        List<Sometimes> left = new ArrayList<>(sometimes);
        for (int i = 0; i < run.steps(); i++) {
            for (int s = left.size() - 1; s >= 0; s--) {
                if (left.get(s).happens(run.before(i), run.after(i))) {
                    batch.seen.merge(left.remove(s).id(), 1, Integer::sum);
                }
            }
            batch.lockOrder.addAll(LockOrder.edges(run.before(i), run.after(i)));
            batch.coverage.watch(run, i);
        }
    }
}
