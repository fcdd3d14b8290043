package io.mmcheck.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One program as one kernel has it: the edits applied, the labels linked. */
@SuppressWarnings("EnumOrdinal") // ordinals are positions in a lookup array, never part of a result
final class Compiled {
    final Program<?, ?> source;
    final Place first;
    private final Place[] byOrdinal;
    private final Class<?> labels;
    private final IdentityHashMap<Enum<?>, Place> others = new IdentityHashMap<>();

    private Compiled(Program<?, ?> source, List<Program.Row> rows, List<Gone> gone) {
        this.source = source;
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the program " + source + " has no labels left");
        }
        List<Place> places = new ArrayList<>();
        for (Program.Row row : rows) {
            places.add(new Place(this, row));
        }
        for (int i = 0; i + 1 < places.size(); i++) {
            places.get(i).next = places.get(i + 1);
        }
        this.first = places.get(0);
        this.labels = source.rows().get(0).label().getDeclaringClass();
        this.byOrdinal = new Place[labels.getEnumConstants().length];
        for (Place place : places) {
            link(place.label, place);
        }
        for (Gone g : gone) {
            if (g.successor != null) {
                link(g.label, at(g.successor));
            }
        }
    }

    private void link(Enum<?> label, Place place) {
        if (label.getDeclaringClass() == labels) {
            byOrdinal[label.ordinal()] = place;
        } else {
            others.put(label, place);
        }
    }

    /** The place of a label; of the following one if a patch dropped it. */
    Place at(Enum<?> label) {
        Place place = label.getDeclaringClass() == labels ? byOrdinal[label.ordinal()] : others.get(label);
        if (place == null) {
            throw new IllegalStateException("the program " + source + " has no label " + label);
        }
        return place;
    }

    /** A dropped label and the label that stood behind it. */
    private record Gone(Enum<?> label, @Nullable Enum<?> successor) {}

    /** The program that the code names where a form of it is in place: the form itself, unless a patch swaps it in. */
    static Program<?, ?> function(Program<?, ?> form, List<Patch> patches) {
        for (Patch patch : patches) {
            for (Edit edit : patch.edits()) {
                if (edit instanceof Edit.Swap swap && swap.by() == form) {
                    return function(swap.program(), patches);
                }
            }
        }
        return form;
    }

    /** Applies the edits of the patches to a program, each to the form that is in place when its turn comes. */
    static Compiled of(Program<?, ?> named, List<Patch> patches) {
        Program<?, ?> form = named;
        List<Program.Row> rows = new ArrayList<>(form.rows());
        List<Gone> gone = new ArrayList<>();
        Map<Enum<?>, String> touched = new HashMap<>();
        String edited = "";
        for (Patch patch : patches) {
            for (Edit edit : patch.edits()) {
                if (function(edit.program(), patches) != named) {
                    continue;
                }
                if (edit.program() != form) {
                    throw new IllegalArgumentException("patch " + patch.id() + " edits " + edit.program()
                            + ", but another form of it is in place: " + form + "; take one patch off the list");
                }
                if (edit instanceof Edit.Swap swap) {
                    if (!edited.isEmpty()) {
                        throw new IllegalArgumentException("patch " + patch.id() + " puts another form of " + form
                                + " in place, and what patch " + edited + " does to it would be lost");
                    }
                    form = swap.by();
                    rows = new ArrayList<>(form.rows());
                } else {
                    apply(edit, patch, form, rows, gone, touched);
                    edited = patch.id();
                }
            }
        }
        return new Compiled(form, rows, gone);
    }

    private static void apply(
            Edit edit,
            Patch patch,
            Program<?, ?> form,
            List<Program.Row> rows,
            List<Gone> gone,
            Map<Enum<?>, String> touched) {
        if (edit instanceof Edit.Replace replace) {
            touch(touched, replace.label(), patch, form);
            int i = index(rows, replace.label(), patch, form);
            rows.set(i, replace.row());
        } else if (edit instanceof Edit.Drop drop) {
            touch(touched, drop.label(), patch, form);
            int i = index(rows, drop.label(), patch, form);
            rows.remove(i);
            @Nullable Enum<?> successor = i < rows.size() ? rows.get(i).label() : null;
            gone.replaceAll(g -> g.successor == drop.label() ? new Gone(g.label, successor) : g);
            gone.add(new Gone(drop.label(), successor));
        } else if (edit instanceof Edit.Insert insert) {
            int i = index(rows, insert.anchor(), patch, form);
            if (Program.find(rows, insert.row().label()) >= 0) {
                throw new IllegalArgumentException("patch " + patch.id() + " inserts the label "
                        + insert.row().label() + " into " + form + ", which has it already");
            }
            rows.add(insert.before() ? i : i + 1, insert.row());
            if (insert.before()) {
                // who jumped to the anchor must meet the new step first only if it falls through or names it: a
                // jump names its label, so nothing else changes here
                gone.replaceAll(g -> g.successor == insert.anchor()
                        ? new Gone(g.label, insert.row().label())
                        : g);
            }
        }
    }

    private static int index(List<Program.Row> rows, Enum<?> label, Patch patch, Program<?, ?> form) {
        int i = Program.find(rows, label);
        if (i < 0) {
            throw new IllegalArgumentException("patch " + patch.id() + " does not apply: " + form + " has no label "
                    + label + " (labels: "
                    + String.join(", ", rows.stream().map(r -> r.label().name()).toList()) + ")");
        }
        return i;
    }

    private static void touch(Map<Enum<?>, String> touched, Enum<?> label, Patch patch, Program<?, ?> form) {
        String before = touched.put(label, patch.id());
        Set<String> after = Objects.requireNonNull(patch.after());
        if (before != null && !before.equals(patch.id()) && !after.contains(before)) {
            throw new IllegalArgumentException("patches " + before + " and " + patch.id() + " both edit " + form + "."
                    + label + " and neither declares that it comes after the other");
        }
    }
}
