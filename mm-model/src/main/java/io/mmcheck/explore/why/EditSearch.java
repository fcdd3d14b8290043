package io.mmcheck.explore.why;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.State;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes single edits out of the kernel's patches and looks whether any run of the scenario still violates. */
final class EditSearch<M extends State> {
    private static final int ALL = -1;

    private final World<M> start;
    private final Monitor<M> monitor;
    private final long states;
    private final Set<String> programs = new HashSet<>();

    EditSearch(Graph<M> graph, World<M> start, Monitor<M> monitor, long states) {
        this.start = start;
        this.monitor = monitor;
        this.states = states;
        for (int site = 0; site < graph.sites(); site++) {
            String label = graph.site(site).label();
            programs.add(label.substring(0, label.lastIndexOf('.')));
        }
    }

    /** The edits of these patches; one that is not needed as a whole has none that is. */
    List<NeededEdit> find(List<Patch> patches) {
        List<NeededEdit> needed = new ArrayList<>();
        for (Patch patch : patches) {
            List<Edit> edits = patch.edits();
            Proof whole = edits.stream().anyMatch(this::entered) ? passesWithout(patch, ALL) : null;
            int before = needed.size();
            for (int i = 0; i < edits.size() && whole != null; i++) {
                Edit edit = edits.get(i);
                Proof proof = edits.size() == 1 ? whole : entered(edit) ? passesWithout(patch, i) : null;
                if (proof != null) {
                    needed.add(new NeededEdit(patch.id(), edit.text(), edit.place(), proof));
                }
            }
            if (whole != null && needed.size() == before) {
                needed.add(new NeededEdit(patch.id(), "all of it", "", whole));
            }
        }
        return needed;
    }

    /** A program that no run of the scenario enters makes no difference. */
    private boolean entered(Edit edit) {
        return programs.contains(edit.program().name())
                || edit instanceof Edit.Swap swap && programs.contains(swap.by().name());
    }

    /** Null if a run violates without the edit, or the kernel makes no sense without it. */
    private @Nullable Proof passesWithout(Patch patch, int edit) {
        List<Patch> patches = new ArrayList<>();
        for (Patch each : start.kernel().patches()) {
            if (each != patch) {
                patches.add(each);
            } else if (edit != ALL) {
                patches.add(new Without(patch, edit));
            }
        }
        Exploration<M> seen;
        try {
            Kernel kernel = Kernel.of(start.kernel().name(), patches);
            World<M> world = World.of(kernel, start.machine(), start.script());
            seen = Exhaustive.of(List.of(monitor))
                    .within(Bounds.WIDE.states(states))
                    .exactly()
                    .untilAllViolated()
                    .explore(world);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null; // another edit builds on it
        }
        if (!seen.complete() || !seen.holds(monitor)) {
            return null;
        }
        return new Proof(true, seen.states(), String.format(Locale.ROOT, "no run violates: %,d states", seen.states()));
    }

    /** A patch without one of its edits. */
    private record Without(Patch patch, int edit) implements Patch {
        @Override
        public String id() {
            return patch.id();
        }

        @Override
        public List<Edit> edits() {
            List<Edit> edits = new ArrayList<>(patch.edits());
            edits.remove(edit);
            return edits;
        }

        @Override
        public Set<String> after() {
            return patch.after();
        }
    }
}
