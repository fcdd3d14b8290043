package io.mmcheck.mutate;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Next;
import io.mmcheck.program.Place;
import java.util.BitSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one label was seen to do on the kernel without mutants: what there is to change about it. */
final class LabelProfile {
    /** Where a step goes that is done with its program. */
    static final String DONE = "its end";

    final Place place;
    private final @Nullable Enum<?> following;
    /** The numbers of the draws in whose runs a thread stood here. */
    final BitSet draws = new BitSet();
    /** The labels it went to by name, {@link #DONE} among them. */
    final TreeSet<String> targets = new TreeSet<>();
    /** The parts of the machine that it changed. */
    final TreeSet<String> parts = new TreeSet<>();

    final TreeSet<LockClass> acquired = new TreeSet<>();
    /** Whether it went on to the following label. */
    boolean fallsThrough;
    /** Whether it changed the locals when it did. */
    boolean changesLocals;

    boolean calls;
    boolean blocks;

    LabelProfile(Place place, @Nullable Enum<?> following) {
        this.place = place;
        this.following = following;
    }

    String name() {
        return place.label().name();
    }

    @Nullable
    Enum<?> following() {
        return following;
    }

    boolean plain() {
        return place.step() != null;
    }

    boolean changesMachine() {
        return !parts.isEmpty();
    }

    /** Looks at what the step at this place decides for a thread that stands there. */
    void look(Machine m, ThreadId self, Frame frame) {
        Next<Object> next;
        try {
            next = Act.of(place).take(m, self, frame.locals(), frame.result());
        } catch (RuntimeException e) { // a crash of the kernel: nothing to learn from
            return;
        }
        for (Next<Object> leaf : Nexts.leaves(next)) {
            look(m, frame.locals(), leaf);
        }
    }

    private void look(Machine m, Object locals, Next<Object> next) {
        if (next instanceof Next.Go<Object> go) {
            Enum<?> label = go.label();
            if (label == null || label == following) {
                fallsThrough = true;
                changesLocals |= !locals.equals(go.locals());
            } else {
                targets.add(label.name());
            }
        } else if (next instanceof Next.Done<?>) {
            targets.add(DONE);
        } else if (next instanceof Next.Call<?>) {
            calls = true;
        } else if (next instanceof Next.Blocked<?>) {
            blocks = true;
        }
        Machine after = Nexts.machine(next);
        if (after != null) {
            parts.addAll(Parts.changed(m, after));
        }
        Nexts.events(next).forEach(event -> {
            if (event instanceof Acquired taken) {
                acquired.add(taken.lock());
            }
        });
    }
}
