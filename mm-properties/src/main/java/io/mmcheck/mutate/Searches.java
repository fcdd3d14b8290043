package io.mmcheck.mutate;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.Parameter;
import io.mmcheck.operation.Store;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.scenario.Generator;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The exhaustive searches: every two operations of all kinds on one page, one after the other or at once, from each setup. For a
 * mutant only those lists matter that have an operation which comes by its label.
 */
final class Searches {
    /** Lists that begin alike share their states, so when many of them matter all of them together are cheaper. */
    private static final int FEW = 4;

    /** A page may be shared: these look from the other process, too. */
    private static final List<Kind> LOOKS = List.of(Load.KIND, Store.KIND);

    private final Kernel kernel;
    private final Budget budget;
    private final List<String> setups;
    private final Config config;
    private final List<Operation<Machine>> alphabet;
    private final Map<String, Reached> reached = new LinkedHashMap<>();
    private final Map<String, Original> originals = new LinkedHashMap<>();

    Searches(Kernel kernel, Budget budget, Generator generator) {
        this.kernel = kernel;
        this.budget = budget;
        this.setups = generator.setups();
        this.config = generator.config().withCpus(2);
        this.alphabet = alphabet(generator.kinds());
    }

    /** What there is to observe without mutants. */
    record Original(Set<Long> observations, boolean complete) {}

    private static List<Operation<Machine>> alphabet(List<Kind> kinds) {
        List<Operation<Machine>> all = new ArrayList<>();
        for (Kind kind : kinds) {
            all.add(operation(kind, 0));
            if (LOOKS.contains(kind)) {
                all.add(operation(kind, 1));
            }
        }
        return all;
    }

    private static Operation<Machine> operation(Kind kind, int process) {
        return kind.make(kind.parameters().stream()
                .map(p -> p == Parameter.OTHER_PROCESS ? 1 : p == Parameter.PROCESS ? process : p.lowest())
                .toList());
    }

    /**
     * Searches the kernel without mutants once from each setup, to learn which operations come by which label.
     *
     * @param same those mutants that are not the same step somewhere are taken out of it
     * @return whether the searches closed
     */
    boolean look(Map<Mutation, Mutant> same) {
        boolean complete = true;
        for (String setup : setups) {
            Reached watch = new Reached(same);
            Alphabet<Machine> all = new Alphabet<>(kernel, machine(setup), config.cpus(), alphabet, 2, true);
            complete &= Exhaustive.of(List.of(watch))
                    .within(bounds(Duration.ofHours(1)))
                    .explore(all)
                    .complete();
            reached.put(setup, watch);
        }
        return complete;
    }

    /** The operations that come by a label, by setup; setups from which none does are left out. */
    Map<String, List<Operation<Machine>>> reaching(LabelProfile label) {
        Map<String, List<Operation<Machine>>> reaching = new LinkedHashMap<>();
        reached.forEach((setup, watch) -> {
            Set<String> texts = watch.by(label.place);
            if (!texts.isEmpty()) {
                reaching.put(
                        setup,
                        alphabet.stream().filter(o -> texts.contains(o.text())).toList());
            }
        });
        return reaching;
    }

    /** What there is to observe without mutants when one of these operations takes part; searched once. */
    Original original(String setup, List<Operation<Machine>> with) {
        String key = setup + with.stream().map(Operation::text).toList();
        Original known = originals.get(key);
        if (known == null) {
            Observations observations = new Observations(null);
            boolean complete = search(kernel, setup, with, List.of(observations), Duration.ofHours(1))
                    .complete();
            known = new Original(observations.seen(), complete);
            originals.put(key, known);
        }
        return known;
    }

    Exploration<Machine> search(
            Kernel on,
            String setup,
            List<Operation<Machine>> with,
            List<? extends Monitor<Machine>> monitors,
            Duration time) {
        Machine start = machine(setup);
        if (with.size() > FEW) {
            return Exhaustive.of(monitors)
                    .within(bounds(time))
                    .explore(new Alphabet<>(on, start, config.cpus(), alphabet, 2, true));
        }
        List<World<Machine>> starts = new ArrayList<>();
        for (Operation<Machine> one : with) {
            for (Operation<Machine> other : alphabet) {
                starts.add(World.of(on, start, List.of(List.of(one), List.of(other))));
                starts.add(World.of(on, start, List.of(List.of(one, other), List.of())));
                if (!with.contains(other)) {
                    starts.add(World.of(on, start, List.of(List.of(other, one), List.of())));
                }
            }
        }
        return Exhaustive.of(monitors).within(bounds(time)).explore(starts);
    }

    private Machine machine(String setup) {
        return Setups.of(setup, config).machine();
    }

    private Bounds bounds(Duration time) {
        return new Bounds(budget.preemptions(), budget.states(), time);
    }
}
