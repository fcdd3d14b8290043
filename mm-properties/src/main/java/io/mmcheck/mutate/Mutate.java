package io.mmcheck.mutate;

import io.mmcheck.mutate.Verdict.Outcome;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Program;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.Generator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The mutants of one kernel, and their trial: first the runs of a check, then exhaustive searches with every safety property that
 * compare at the same time what can be observed with and without the mutant.
 */
public final class Mutate {
    private final Kernel kernel;
    private final List<Property> properties;
    private final Budget budget;
    private final Generator generator;
    private final Profile profile;

    private Mutate(Kernel kernel, List<Property> properties, Budget budget, Generator generator, Profile profile) {
        this.kernel = kernel;
        this.properties = properties;
        this.budget = budget;
        this.generator = generator;
        this.profile = profile;
    }

    /** Looks at what the kernel does without mutants, by the generator of every check. */
    public static Mutate of(Kernel kernel, List<Property> properties, Budget budget) {
        return of(kernel, properties, budget, Generator.standard());
    }

    /** The same by another generator; searches use its setups and its kinds of operations, too. */
    static Mutate of(Kernel kernel, List<Property> properties, Budget budget, Generator generator) {
        List<Sometimes> sometimes = properties.stream()
                .filter(Sometimes.class::isInstance)
                .map(Sometimes.class::cast)
                .toList();
        Profile profile = Profile.of(kernel, generator, budget.seed(), budget.tries(), sometimes);
        return new Mutate(kernel, properties, budget, generator, profile);
    }

    /** The names of the programs that some run comes by. */
    public List<String> programs() {
        return List.copyOf(profile.programs().keySet());
    }

    /** Those of {@link #programs} that names, patterns and groups of a {@link Scope} are about. */
    public List<String> scope(List<String> names) {
        List<String> known = programs();
        Set<String> wanted = new HashSet<>(Scope.programs(names, known));
        if (names.contains(Scope.PATCHED)) {
            Set<String> edited = kernel.patches().stream()
                    .flatMap(patch -> patch.edits().stream())
                    .map(edit -> edit.program().name())
                    .collect(Collectors.toSet());
            known.stream()
                    .filter(name -> edited.contains(name) || profile.isForeign(program(name)))
                    .forEach(wanted::add);
        }
        return known.stream().filter(wanted::contains).toList();
    }

    /** The mutants of a program, in the order of its labels. */
    public List<Mutation> mutations(String program) {
        return Mutators.of(profile, program(program));
    }

    /** The labels of a program that no run comes by: they have no mutants. */
    public List<String> unreached(String program) {
        return profile.unreached(program(program));
    }

    /**
     * The mutants of some programs, before anything is tried.
     *
     * @param mutants patterns of ids; empty is all
     * @param reasons why mutants may survive, by id
     */
    public Strength plan(List<String> programs, List<String> mutants, Map<String, String> reasons) {
        List<Strength.Of> plan = new ArrayList<>();
        for (String program : programs) {
            List<String> ids = mutations(program).stream()
                    .map(Mutation::id)
                    .filter(id -> mutants.isEmpty() || mutants.stream().anyMatch(p -> Scope.matches(p, id)))
                    .toList();
            plan.add(new Strength.Of(program, ids, unreached(program), List.of()));
        }
        return new Strength(kernel.name(), budget.toString(), plan, reasons);
    }

    private Program<?, ?> program(String name) {
        Program<?, ?> program = profile.programs().get(name);
        if (program == null) {
            throw new IllegalArgumentException("no run comes by a program " + name);
        }
        return program;
    }

    /** Who wants to know how a trial goes on. */
    public interface Listener {
        /** From here on it is this mutant that is tried. */
        void tries(Mutation mutation);

        void judged(Verdict verdict);
    }

    /** Tries some mutants. What exhaustive searches need to know of the kernel without mutants is looked for once for all. */
    public void judge(List<Mutation> mutations, Listener listener) {
        Map<Mutation, Trial> left = new LinkedHashMap<>();
        Map<Mutation, Mutant> same = new LinkedHashMap<>();
        Set<Mutation> known = sameRuns(mutations);
        for (Mutation mutation : mutations) {
            listener.tries(mutation);
            Mutant mutant = new Mutant(profile, kernel, mutation);
            try {
                Trial trial = new Trial(profile, budget, properties, mutation, kernel.with(mutant));
                Verdict verdict = known.contains(mutation) ? null : trial.random();
                if (verdict == null) {
                    left.put(mutation, trial);
                    same.put(mutation, mutant);
                } else {
                    listener.judged(verdict);
                }
            } catch (IllegalArgumentException | IllegalStateException e) { // an edit does not apply
                listener.judged(new Verdict(mutation, Outcome.DERAILED, "", String.valueOf(e.getMessage())));
            }
        }
        if (left.isEmpty()) {
            return;
        }
        Searches searches = new Searches(kernel, budget, generator);
        if (!searches.look(same)) {
            same.clear();
        }
        left.forEach((mutation, trial) -> {
            listener.tries(mutation);
            listener.judged(trial.exhaustive(searches, same.containsKey(mutation)));
        });
    }

    /** Those whose runs are those of the kernel without them, step by step: the properties have seen them. */
    private Set<Mutation> sameRuns(List<Mutation> mutations) {
        Map<Mutation, Mutant> same = new LinkedHashMap<>();
        for (Mutation mutation : mutations) {
            Mutant mutant = new Mutant(profile, kernel, mutation);
            if (mutant.keepsLength()) {
                same.put(mutation, mutant);
            }
        }
        profile.different(same);
        return same.keySet();
    }

    /** As {@link #judge(List, Listener)}, for those who only want the verdicts. */
    public void judge(List<Mutation> mutations, Consumer<Verdict> verdicts) {
        judge(mutations, new Listener() {
            @Override
            public void tries(Mutation mutation) {
                // nobody asks
            }

            @Override
            public void judged(Verdict verdict) {
                verdicts.accept(verdict);
            }
        });
    }
}
