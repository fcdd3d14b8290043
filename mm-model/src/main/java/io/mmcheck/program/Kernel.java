package io.mmcheck.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The programs as they are after an ordered list of patches. {@link #TODAY} has none: it is the code that one reads. */
public final class Kernel {
    /** The kernel of the sources of this library. */
    public static final Kernel TODAY = new Kernel("today", List.of());

    private final String name;
    private final List<Patch> patches;
    private final Map<Program<?, ?>, Compiled> compiled = new ConcurrentHashMap<>();

    private Kernel(String name, List<Patch> patches) {
        this.name = name;
        this.patches = List.copyOf(patches);
        for (Patch patch : patches) {
            for (Edit edit : patch.edits()) {
                compile(Compiled.function(edit.program(), patches)); // throws here, not in a run, if it does not apply
            }
        }
    }

    /** A kernel with these patches, in this order, under its own name. */
    public static Kernel of(String name, List<Patch> patches) {
        return new Kernel(name, patches);
    }

    /**
     * This kernel with more patches, applied after those that it has.
     *
     * @throws IllegalArgumentException if an edit names a label that is gone, or two patches edit one label
     */
    public Kernel with(Patch... more) {
        List<Patch> all = new ArrayList<>(patches);
        all.addAll(List.of(more));
        return new Kernel(name + List.of(more).stream().map(p -> "+" + p.id()).collect(Collectors.joining()), all);
    }

    /** {@code today}, a release, or either with {@code +patch} and {@code -patch} behind it. */
    public String name() {
        return name;
    }

    public List<Patch> patches() {
        return patches;
    }

    /** The labels of a program, or of the form that a patch has put in its place, in the order of this kernel. */
    public List<Enum<?>> labels(Program<?, ?> program) {
        List<Enum<?>> labels = new ArrayList<>();
        for (Place p = compile(program).first; p != null; p = p.next) {
            labels.add(p.label());
        }
        return labels;
    }

    Compiled compile(Program<?, ?> program) {
        Compiled known = compiled.get(program);
        if (known != null) {
            return known;
        }
        Compiled fresh = Compiled.of(program, patches);
        Compiled raced = compiled.putIfAbsent(program, fresh);
        return raced == null ? fresh : raced;
    }

    @Override
    public String toString() {
        return name;
    }
}
