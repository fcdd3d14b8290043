package io.mmcheck.mutate;

import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.mutate.Searches.Original;
import io.mmcheck.mutate.Verdict.Outcome;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trial of one mutant. What ends it early is thrown: a property that is violated, a budget of time that is used up. */
final class Trial {
    /** When the first so many runs that come by a mutant derail, it does not make sense. */
    private static final int HOPELESS = 25;

    private final Profile profile;
    private final Budget budget;
    private final List<Deadly> properties;
    private final Mutation mutation;
    private final LabelProfile label;
    private final Kernel mutant;
    private final List<Sometimes> sometimes;
    private final BitSet happens = new BitSet();
    private long nanos;
    private long began;
    private int ran;
    private int derailed;
    private String derailment = "";
    private String where = "";

    Trial(Profile profile, Budget budget, List<Property> properties, Mutation mutation, Kernel mutant) {
        this.profile = profile;
        this.budget = budget;
        this.mutation = mutation;
        this.mutant = mutant;
        this.properties = properties.stream()
                .filter(p -> p.kind() != Property.Kind.SOMETIMES)
                .map(Deadly::new)
                .toList();
        this.label = profile.label(mutation.program(), mutation.label());
        this.sometimes = new ArrayList<>(profile.seen().keySet());
    }

    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfTime() {
            super(null, null, false, false);
        }
    }

    /** A part of the trial: a verdict, or null if it does not end it. */
    private interface Part {
        @Nullable
        Verdict run();
    }

    private @Nullable Verdict judged(Part part) {
        began = System.nanoTime();
        try {
            return part.run();
        } catch (Deadly.Killed e) {
            return verdict(Outcome.KILLED, e.by, where);
        } catch (OutOfTime e) {
            return verdict(Outcome.TIMED_OUT, "", where);
        } finally {
            nanos += System.nanoTime() - began;
        }
    }

    private Verdict verdict(Outcome outcome, String by, String how) {
        return new Verdict(mutation, outcome, by, how);
    }

    private Duration left() {
        long left = budget.time().toNanos() - nanos - (System.nanoTime() - began);
        if (left <= 0) {
            throw new OutOfTime();
        }
        return Duration.ofNanos(left);
    }

    /** The runs of a check of this seed; those that do not come by the label are as without the mutant. */
    @Nullable
    Verdict random() {
        return judged(() -> {
            BitSet numbers = label.draws;
            elsewhere(numbers);
            RandomWalk<Machine> walk = RandomWalk.of(properties);
            for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
                where = "random run " + (number + 1);
                left();
                walk(walk, number);
                if (ran == 0 && derailed >= HOPELESS) {
                    break;
                }
            }
            if (derailed > 0) {
                return verdict(Outcome.DERAILED, "", derailment);
            }
            int missing = happens.nextClearBit(0);
            return missing < sometimes.size()
                    ? verdict(
                            Outcome.KILLED, sometimes.get(missing).id(), "never in " + profile.tries() + " random runs")
                    : null;
        });
    }

    private void walk(RandomWalk<Machine> walk, int number) {
        try {
            watch(profile.run(mutant, walk, number));
            ran++;
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            derails(e);
        }
    }

    /** What should happen sometimes and does so in runs that do not come by the label; or does not even without the mutant. */
    private void elsewhere(BitSet numbers) {
        for (int i = 0; i < sometimes.size(); i++) {
            BitSet runs = profile.seen().getOrDefault(sometimes.get(i), new BitSet());
            BitSet others = (BitSet) runs.clone();
            others.andNot(numbers);
            happens.set(i, !others.isEmpty() || runs.isEmpty());
        }
    }

    private void watch(Run<Machine> run) {
        for (int s = happens.nextClearBit(0); s < sometimes.size(); s = happens.nextClearBit(s + 1)) {
            for (int i = 0; i < run.steps() && !happens.get(s); i++) {
                happens.set(s, sometimes.get(s).happens(run.before(i), run.after(i)));
            }
        }
    }

    private void derails(RuntimeException e) {
        derailed++;
        derailment = derailment.isEmpty() ? String.valueOf(e.getMessage()) : derailment;
    }

    private static String seen(Observations observations) {
        String surprise = observations.surprise();
        return surprise == null ? ": it shows less than the kernel without it" : ": " + surprise;
    }

    /** Every list of two operations that comes by the label, from each setup. */
    Verdict exhaustive(Searches searches, boolean same) {
        Verdict verdict = judged(() -> searched(searches, same));
        return verdict == null ? verdict(Outcome.SURVIVED, "", where) : verdict;
    }

    private Verdict searched(Searches searches, boolean same) {
        left();
        Map<String, List<Operation<Machine>>> reaching = searches.reaching(label);
        if (reaching.isEmpty()) {
            return verdict(Outcome.SURVIVED, "", "no list of two operations comes by it");
        }
        if (same) {
            return verdict(Outcome.EQUIVALENT, "", "the same step in every state that comes by it");
        }
        String differs = "";
        String cut = "";
        long states = 0;
        for (Map.Entry<String, List<Operation<Machine>>> each : reaching.entrySet()) {
            String setup = each.getKey();
            where = "setup " + setup;
            Original original = searches.original(setup, each.getValue());
            Observations observations = new Observations(original.observations());
            List<Monitor<Machine>> watching = new ArrayList<>();
            properties.stream().filter(p -> !p.liveness()).forEach(watching::add);
            watching.add(observations);
            try {
                Exploration<Machine> seen = searches.search(mutant, setup, each.getValue(), watching, left());
                states += seen.states();
                left();
                if (!seen.complete() || !original.complete()) {
                    cut = cut.isEmpty() ? "not comparable from setup " + setup + ", too many states" : cut;
                } else if (!observations.asExpected()) {
                    differs = differs.isEmpty() ? "differs from setup " + setup + seen(observations) : differs;
                }
            } catch (IllegalStateException | IndexOutOfBoundsException e) {
                derails(e);
            }
        }
        if (derailed > 0) {
            return verdict(Outcome.DERAILED, "", derailment);
        }
        differs = differs.isEmpty() ? cut : differs;
        return differs.isEmpty()
                ? verdict(
                        Outcome.EQUIVALENT,
                        "",
                        String.format(Locale.ROOT, "%,d states from %s", states, String.join(", ", reaching.keySet())))
                : verdict(Outcome.SURVIVED, "", differs);
    }
}
