package io.mmcheck.mutate;

import io.mmcheck.machine.LockClass;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which mutants a program has. What a label was seen to do says what there is to change: a step that touches no machine is not
 * done twice, a step that never turns away has no check to take as true.
 */
final class Mutators {
    /** Between the label a check turns away to and the one that it now goes to. */
    static final String INSTEAD = " but to ";

    private final Profile profile;
    private final Program<?, ?> program;
    private final List<Mutation> mutations = new ArrayList<>();

    private Mutators(Profile profile, Program<?, ?> program) {
        this.profile = profile;
        this.program = program;
    }

    /** In the order of the labels, then of the mutators. */
    static List<Mutation> of(Profile profile, Program<?, ?> program) {
        Mutators mutators = new Mutators(profile, program);
        Set<LockClass> unlocked = new TreeSet<>();
        List<LabelProfile> labels = profile.labels(program);
        for (LabelProfile label : labels) {
            mutators.drop(label);
            mutators.swap(label);
            mutators.duplicate(label);
            mutators.locks(label, unlocked);
            mutators.effects(label);
            mutators.checks(label);
            mutators.waits(label);
        }
        return List.copyOf(mutators.mutations);
    }

    private void add(LabelProfile label, Mutation.Kind kind, String detail) {
        mutations.add(new Mutation(program.name(), label.name(), kind, detail));
    }

    /** A label that never goes on to the next one keeps its jump and loses its act; if it has none, nothing is left out. */
    private void drop(LabelProfile label) {
        if (removable(label) || label.changesMachine()) {
            add(label, Mutation.Kind.DROP, "");
        }
    }

    /** Whether the label can go altogether. */
    static boolean removable(LabelProfile label) {
        return label.following() != null && (label.fallsThrough || label.calls);
    }

    private void swap(LabelProfile label) {
        Enum<?> following = label.following();
        if (following == null || !label.fallsThrough || !label.plain()) {
            return;
        }
        profile.labels(program).stream()
                .filter(next -> next.place.label() == following)
                .filter(next -> next.plain() && !next.calls)
                .filter(next -> next.changesMachine() || label.changesMachine())
                .forEach(next -> add(label, Mutation.Kind.SWAP, ""));
    }

    private void duplicate(LabelProfile label) {
        if (label.changesMachine() && !label.calls) {
            add(label, Mutation.Kind.DUPLICATE, "");
        }
    }

    /** All takes and releases of one class of locks in one program are one mutant: half of it would be a plain imbalance. */
    private void locks(LabelProfile label, Set<LockClass> unlocked) {
        for (LockClass lock : label.acquired) {
            if (unlocked.add(lock)) {
                add(label, Mutation.Kind.UNLOCKED, lock.name());
            }
        }
    }

    private void effects(LabelProfile label) {
        boolean same = label.parts.size() == 1 && removable(label) && !label.changesLocals && label.targets.isEmpty();
        if (same) {
            return; // leaving the step out is that already
        }
        for (String part : label.parts) {
            boolean whole = label.parts.size() == 1 && !removable(label);
            if (!whole) {
                add(label, Mutation.Kind.EFFECT, part);
            }
        }
    }

    private void checks(LabelProfile label) {
        if (label.fallsThrough) {
            boolean same = label.targets.size() == 1 && !label.changesMachine() && !label.changesLocals;
            for (String target : label.targets) {
                if (!same || label.calls) {
                    add(label, Mutation.Kind.CHECK, target);
                }
            }
            return;
        }
        for (String from : label.targets) {
            for (String to : label.targets) {
                if (!from.equals(to) && !from.equals(LabelProfile.DONE) && !to.equals(LabelProfile.DONE)) {
                    add(label, Mutation.Kind.CHECK, from + INSTEAD + to);
                }
            }
        }
    }

    private void waits(LabelProfile label) {
        if (label.blocks && label.acquired.isEmpty() && (label.fallsThrough || label.targets.size() == 1)) {
            add(label, Mutation.Kind.WAIT, "");
        }
    }
}
