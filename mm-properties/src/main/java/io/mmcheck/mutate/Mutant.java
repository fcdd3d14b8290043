package io.mmcheck.mutate;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mutation as a patch on top of the kernel whose profile it comes from. */
final class Mutant implements Patch {
    /** The label of an act that has changed places with the one before it. */
    private enum At {
        AFTERWARDS
    }

    private final Profile profile;
    private final Kernel kernel;
    private final Mutation mutation;
    private final LabelProfile label;

    Mutant(Profile profile, Kernel kernel, Mutation mutation) {
        this.profile = profile;
        this.kernel = kernel;
        this.mutation = mutation;
        this.label = profile.label(mutation.program(), mutation.label());
    }

    @Override
    public String id() {
        return mutation.id();
    }

    @Override
    public Set<String> after() {
        return kernel.patches().stream().map(Patch::id).collect(Collectors.toSet());
    }

    @Override
    public List<Edit> edits() {
        return switch (mutation.kind()) {
            case DROP ->
                Mutators.removable(label)
                        ? List.of(Edit.drop(label.place.program(), label.place.label()))
                        : List.of(Act.replace(label.place, changed()));
            case SWAP -> swapped();
            case UNLOCKED -> unlocked(LockClass.valueOf(mutation.detail()));
            case DUPLICATE, EFFECT, CHECK, WAIT -> List.of(Act.replace(label.place, changed()));
        };
    }

    /** What stands at the label now, if it is the only thing that has changed. */
    private Act changed() {
        Act act = Act.of(label.place);
        return switch (mutation.kind()) {
            case DROP -> rewritten((m, next) -> Nexts.with(next, m, List.of()));
            case DUPLICATE -> twice(act);
            case EFFECT -> rewritten(this::keepingPart);
            case CHECK -> unchecked(act);
            case WAIT -> hasty(act);
            case SWAP, UNLOCKED -> throw new IllegalStateException(mutation + " changes more than one label");
        };
    }

    /**
     * Whether it is the step that it was for a thread that stands at the label and can step; null if looking at such threads
     * alone does not tell. A mutant that is the same step wherever anybody gets is the same kernel; so is one that leaves out a
     * step that does nothing.
     */
    @Nullable
    Boolean sameStep(Machine m, ThreadId self, Frame frame) {
        boolean removed = mutation.kind() == Mutation.Kind.DROP && Mutators.removable(label);
        boolean one = switch (mutation.kind()) {
            case DUPLICATE, EFFECT, CHECK, DROP -> true;
            case SWAP, UNLOCKED, WAIT -> false;
        };
        if (!one) {
            return null;
        }
        try {
            Next<Object> was = Act.of(label.place).take(m, self, frame.locals(), frame.result());
            if (removed) { // a step that does nothing and goes on is not missed, and adds no preemption
                return Nexts.same(was, Next.next(m, frame.locals()), label.following());
            }
            return Nexts.same(was, changed().take(m, self, frame.locals(), frame.result()), label.following());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether a run in which it is the same step wherever a thread gets is the same run, step by step. */
    boolean keepsLength() {
        return !(mutation.kind() == Mutation.Kind.DROP && Mutators.removable(label));
    }

    LabelProfile label() {
        return label;
    }

    /** Another decision in place of one. */
    private interface Rewrite {
        Next<Object> apply(Machine before, Next<Object> next);
    }

    private Act rewritten(Rewrite rewrite) {
        Act act = Act.of(label.place);
        return (m, self, locals, result) ->
                Nexts.map(act.take(m, self, locals, result), leaf -> rewrite.apply(m, leaf));
    }

    private Next<Object> keepingPart(Machine before, Next<Object> next) {
        Machine after = Nexts.machine(next);
        return after == null
                ? next
                : Nexts.with(next, Parts.keep(before, after, mutation.detail()), Nexts.events(next));
    }

    /**
     * What is left of the following act once it is done before its time: where it leads to, when the late act is done as well.
     *
     * @param locals those that the late act works with
     * @param to the label, or null for the end of the program
     * @param after the locals there, or the result
     */
    private record Leaving(
            Object locals, @Nullable Enum<?> to, @Nullable Object after) {}

    /** Who went from this act to the following one meets them the other way round; who jumped to the following one does not. */
    private List<Edit> swapped() {
        LabelProfile next = profile.label(
                mutation.program(), Objects.requireNonNull(label.following()).name());
        Act early = Act.of(next.place);
        Act late = Act.of(label.place);
        return List.of(
                Act.replace(
                        label.place,
                        (m, self, locals, result) -> Nexts.map(
                                early.take(m, self, locals, null), leaf -> stepAside(leaf, locals, next.following()))),
                Act.insertAfter(label.place, At.AFTERWARDS, (m, self, locals, result) -> {
                    Leaving leaving = (Leaving) locals;
                    return Nexts.map(late.take(m, self, leaving.locals, result), leaf -> {
                        boolean on = leaf instanceof Next.Go<Object> go
                                && (go.label() == null || go.label() == next.place.label());
                        return on ? leave((Next.Go<Object>) leaf, leaving, next.following()) : leaf;
                    });
                }));
    }

    private static Next<Object> stepAside(Next<Object> leaf, Object locals, @Nullable Enum<?> behind) {
        if (leaf instanceof Next.Go<Object> go) {
            boolean on = go.label() == null || go.label() == behind;
            Leaving leaving =
                    on ? new Leaving(go.locals(), behind, null) : new Leaving(locals, go.label(), go.locals());
            return new Next.Go<>(go.machine(), null, leaving, go.events());
        }
        if (leaf instanceof Next.Done<Object> done) {
            return new Next.Go<>(done.machine(), null, new Leaving(locals, null, done.result()), done.events());
        }
        return leaf;
    }

    private static Next<Object> leave(Next.Go<Object> go, Leaving leaving, @Nullable Enum<?> behind) {
        if (leaving.to == null) {
            return new Next.Done<>(go.machine(), leaving.after, go.events());
        }
        Object locals = leaving.to == behind || leaving.after == null ? go.locals() : leaving.after;
        return new Next.Go<>(go.machine(), leaving.to, locals, go.events());
    }

    private static Next<Object> go(Next.Go<Object> go, @Nullable Enum<?> to) {
        return new Next.Go<>(go.machine(), to, go.locals(), go.events());
    }

    /** As if the line stood there twice: the second act sees the machine after the first, and the same locals. */
    private static Act twice(Act act) {
        return (m, self, locals, result) -> Nexts.map(act.take(m, self, locals, result), first -> {
            Machine once = Nexts.machine(first);
            return once == null ? first : act.take(once, self, locals, result);
        });
    }

    private List<Edit> unlocked(LockClass lock) {
        String part = Objects.requireNonNull(Parts.LOCKS.get(lock));
        Program<?, ?> program = label.place.program();
        List<Edit> edits = new ArrayList<>();
        for (LabelProfile each : profile.labels(program)) {
            if (each.acquired.contains(lock)) {
                edits.add(Act.replace(each.place, taken(Act.of(each.place), lock, part)));
            } else if (each.parts.contains(part)) {
                edits.add(Act.replace(each.place, released(Act.of(each.place), part)));
            }
        }
        return edits;
    }

    /** Acts as if the lock were free, and leaves it as it is. */
    private static Act taken(Act act, LockClass lock, String part) {
        return (m, self, locals, result) -> Nexts.map(act.take(Parts.unlocked(m, part), self, locals, result), leaf -> {
            Machine after = Nexts.machine(leaf);
            return after == null
                    ? leaf
                    : Nexts.with(
                            leaf,
                            Parts.keep(m, after, part),
                            Nexts.events(leaf).stream()
                                    .filter(e -> !(e instanceof Acquired a && a.lock() == lock))
                                    .toList());
        });
    }

    /** Acts as if it held the lock, and leaves it as it is. */
    private static Act released(Act act, String part) {
        return (m, self, locals, result) ->
                Nexts.map(act.take(Parts.lockedBy(m, part, self), self, locals, result), leaf -> {
                    Machine after = Nexts.machine(leaf);
                    return after == null ? leaf : Nexts.with(leaf, Parts.keep(m, after, part), Nexts.events(leaf));
                });
    }

    /** Where the check would turn away it goes on, with what it knew before. */
    private Act unchecked(Act act) {
        int instead = mutation.detail().indexOf(Mutators.INSTEAD);
        if (instead >= 0) {
            String from = mutation.detail().substring(0, instead);
            Enum<?> to = label(mutation.detail().substring(instead + Mutators.INSTEAD.length()));
            return (m, self, locals, result) -> Nexts.map(act.take(m, self, locals, result), leaf -> {
                boolean turns = leaf instanceof Next.Go<Object> go && names(go.label(), from);
                return turns ? go((Next.Go<Object>) leaf, to) : leaf;
            });
        }
        boolean done = mutation.detail().equals(LabelProfile.DONE);
        return (m, self, locals, result) -> Nexts.map(act.take(m, self, locals, result), leaf -> {
            boolean turns = leaf instanceof Next.Go<Object> go
                    ? names(go.label(), mutation.detail())
                    : done && leaf instanceof Next.Done;
            return turns ? Next.next(m, locals) : leaf;
        });
    }

    private static boolean names(@Nullable Enum<?> label, String name) {
        return label != null && label.name().equals(name);
    }

    private Enum<?> label(String name) {
        return kernel.labels(label.place.program()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(mutation.program() + " has no label " + name));
    }

    private Act hasty(Act act) {
        Enum<?> to = label.fallsThrough ? null : label(label.targets.first());
        return (m, self, locals, result) -> {
            Next<Object> next = act.take(m, self, locals, result);
            return next instanceof Next.Blocked ? new Next.Go<>(m, to, locals, List.of()) : next;
        };
    }
}
