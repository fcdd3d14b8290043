package io.mmcheck.bench;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.history.MeasuredBug;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.suite.Hunt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * How long a historic bug hides: from the random search of a check, over many seeds; and from the exhaustive search of every
 * list of as many operations as it takes, drawn from those that it takes, with as many preemptions.
 *
 * @param seeds how many seeds, but no more than fit into {@link #PATIENCE}
 */
record HistoryRow(MeasuredBug bug, int seeds) implements Row {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_TRIES = 10_000;
    private static final int REPETITIONS = 3;

    @Override
    public List<Line> measure() {
        return List.of(random(Properties.all()), exhaustive(Properties.named(bug.property())));
    }

    @Override
    public String name() {
        return what();
    }

    private String what() {
        return bug.patch() + (bug.setup().equals("lazyfree") ? " (lazyfree)" : "");
    }

    private Line random(List<Property> all) {
        Hunt hunt = new Hunt(bug.kernel(), all, bug.property());
        boolean liveness = Properties.named(bug.property()).liveness();
        Times times = new Times();
        List<Integer> tries = new ArrayList<>();
        int missed = 0;
        long began = System.nanoTime();
        for (int seed = 1; seed <= seeds && System.nanoTime() - began < PATIENCE.toNanos(); seed++) {
            int n = seed;
            Hunt.Prey prey = times.measure(() -> hunt.find(n, liveness ? 1000 : MOST_TRIES));
            missed += prey == null ? 1 : 0;
            tries.add(prey == null ? Integer.MAX_VALUE : prey.tries());
        }
        tries.sort(null);
        boolean found = 2 * missed < times.size();
        String remark = times.size() + " seeds, " + bug.property() + (missed == 0 ? "" : ", missed by " + missed);
        return new Line(
                what() + ", random",
                found ? Times.seconds(times.wall()) : "not found",
                "",
                "",
                remark
                        + (found
                                ? ", " + tries.get(tries.size() / 2) + " tries, longest "
                                        + Times.seconds(times.longest())
                                : "")
                        + (liveness ? "" : ", aim 1 s"));
    }

    private Line exhaustive(Property property) {
        Case<Machine> scenario = bug.scenario();
        List<Operation<Machine>> operations = List.copyOf(new LinkedHashSet<>(scenario.operations()));
        Alphabet<Machine> lists = new Alphabet<>(
                bug.kernel(), scenario.setup().machine(), scenario.script().size(), operations, scenario.size(), true);
        int preemptions = property.liveness() ? Bounds.UNBOUNDED : bug.preemptions();
        Exhaustive<Machine> search = Exhaustive.of(List.of(property))
                .within(Bounds.ofPreemptions(preemptions).time(LONGEST))
                .untilAllViolated();
        Times times = new Times();
        long began = System.nanoTime();
        Exploration<Machine> seen = times.measure(() -> search.explore(lists));
        for (int i = 0; i < REPETITIONS && System.nanoTime() - began < PATIENCE.toNanos(); i++) {
            seen = times.measure(() -> search.explore(lists));
        }
        return new Line(
                what() + ", exhaustive",
                seen.found(property.id()) == null ? "not found" : Times.seconds(times.wall()),
                "",
                "",
                String.format(
                        Locale.ROOT,
                        "lists of up to %d of %d operations, %s, %d states, cpu %s, aim 10 s",
                        scenario.size(),
                        operations.size(),
                        property.liveness() ? "any preemptions" : preemptions + " preemptions",
                        seen.states(),
                        Times.seconds(times.cpu())));
    }
}
