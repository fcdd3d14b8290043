package io.mmcheck.history;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.List;

/**
 * A kernel that was released: what it did otherwise than today's, for the paths that are modelled, and nothing else.
 *
 * @param name its name, such as {@code v5.19} for 5.19.0
 * @param patches ordered; each takes one thing back
 */
public record Release(String name, List<Patch> patches) {
    /** Oldest first. */
    public static final List<Release> ALL = List.of();

    public Release {
        patches = List.copyOf(patches);
    }

    public Kernel kernel() {
        return Kernel.of(name, patches);
    }

    @Override
    public String toString() {
        return name;
    }
}
