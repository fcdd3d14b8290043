package io.mmcheck.bench;

import io.mmcheck.history.MeasuredBug;
import io.mmcheck.property.Properties;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.Hunt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How long shrinking takes, over all historic bugs, each as the random search meets it with some seeds. */
record ShrinkRow(int seeds) implements Row {
    private static final int MOST_TRIES = 2000;

    /** One bug, shrunk. */
    private record Shrunk(String bug, double seconds, Counterexample result) {}

    @Override
    public List<Line> measure() {
        List<Shrunk> all = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            for (MeasuredBug bug : MeasuredBug.all()) {
                Hunt hunt = new Hunt(bug.kernel(), Properties.all(), bug.property());
                Hunt.Prey prey = hunt.find(seed, MOST_TRIES);
                if (prey != null) {
                    Times times = new Times();
                    Counterexample result = times.measure(() -> hunt.shrink(prey));
                    all.add(new Shrunk(bug.patch(), times.wall(), result));
                }
            }
        }
        if (all.isEmpty()) {
            throw new IllegalStateException("no seed has found anything to shrink");
        }
        all.sort(Comparator.comparingDouble(Shrunk::seconds));
        Shrunk longest = all.get(all.size() - 1);
        long minimal = all.stream()
                .filter(one -> one.result.proof() == Counterexample.Proof.MINIMAL)
                .count();
        return List.of(new Line(
                "shrinking, median of " + all.size(),
                Times.seconds(all.get(all.size() / 2).seconds),
                "",
                "",
                "aim 100 ms; longest " + Times.seconds(longest.seconds) + " (" + longest.bug + "), " + minimal
                        + " proven minimal"));
    }
}
