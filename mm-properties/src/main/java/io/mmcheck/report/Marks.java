package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the programs of a run differ from today's, because of some patches: there a reader looks first. */
public final class Marks {
    /** No mark anywhere. */
    public static final Marks NONE = new Marks(List.of());

    private final List<Edit> edits;

    private Marks(List<Edit> edits) {
        this.edits = edits;
    }

    /** The places that these patches edit. A program that is swapped as a whole has no place of its own: it gets no mark. */
    public static Marks of(List<Patch> patches) {
        List<Edit> edits = new ArrayList<>();
        patches.forEach(patch -> edits.addAll(patch.edits()));
        return new Marks(List.copyOf(edits));
    }

    /** Whether the step at this place is not today's. */
    boolean changed(Place place) {
        return edits.stream().anyMatch(edit -> changes(edit, place));
    }

    private static boolean changes(Edit edit, Place place) {
        if (edit.program() != place.program()) {
            return false;
        }
        return edit instanceof Edit.Replace replace && replace.label() == place.label()
                || edit instanceof Edit.Insert && !today(edit).contains(place.label());
    }

    /** The label that today has between the last step of this thread and step {@code i}, and a patch has dropped; or null. */
    @Nullable
    String missingBefore(Run<Machine> run, int i) {
        Place to = run.moved(i).place();
        int thread = run.moved(i).thread();
        for (Edit edit : edits) {
            if (edit instanceof Edit.Drop drop && drop.program() == to.program()) {
                Place from = lastPlace(run, i, thread);
                if (from != null && between(drop, from, to)) {
                    return drop.label().name();
                }
            }
        }
        return null;
    }

    private static @Nullable Place lastPlace(Run<Machine> run, int i, int thread) {
        for (int j = i - 1; j >= 0; j--) {
            if (run.moved(j).thread() == thread) {
                Frame now = run.before(i).frame(thread);
                Frame then = run.before(j).frame(thread);
                if (now == null || then == null || now.depth() != then.depth()) {
                    return null;
                }
                return then.place().program() == now.place().program() ? then.place() : null;
            }
        }
        return null;
    }

    private static boolean between(Edit.Drop drop, Place from, Place to) {
        List<Enum<?>> labels = today(drop);
        int dropped = labels.indexOf(drop.label());
        int first = labels.indexOf(from.label());
        int last = labels.indexOf(to.label());
        return first >= 0 && first < dropped && dropped < last;
    }

    private static List<Enum<?>> today(Edit edit) {
        return Kernel.TODAY.labels(edit.program());
    }
}
