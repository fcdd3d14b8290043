package io.mmcheck.history;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * What one writes in {@code mm.kernel}: {@code today} or a release, then any number of {@code +patch}, which puts a patch at the
 * end of the list, and {@code -patch}, which takes one off it. Commas and spaces between them are allowed. The list is applied
 * once it is complete, so {@code v5.19-flush-after-unlock} is 5.19 as it would have been without that fault.
 */
public final class Kernels {
    private static final String TODAY = "today";

    private Kernels() {}

    /**
     * The kernel of a text, with the patches of this library and those that the class path provides.
     *
     * @throws IllegalArgumentException if a name is unknown (names near to it are told), if a patch is added twice or taken off
     *     a list that does not have it, or if two patches do not go together
     */
    public static Kernel parse(String text) {
        return parse(text, Patches.all(), Release.ALL);
    }

    /**
     * As {@link #parse(String)}, with patches that the class path does not provide; one that it does provide is what it is
     * there.
     */
    public static Kernel parse(String text, List<Patch> more) {
        List<Patch> known = new ArrayList<>(Patches.all());
        more.stream()
                .filter(patch -> known.stream().noneMatch(k -> k.id().equals(patch.id())))
                .forEach(known::add);
        return parse(text, known, Release.ALL);
    }

    static Kernel parse(String text, List<Patch> known, List<Release> releases) {
        Reader reader = new Reader(text.strip());
        String base = reader.base();
        List<Patch> patches = new ArrayList<>(patchesOf(base, releases));
        StringBuilder name = new StringBuilder(base);
        while (reader.more()) {
            boolean adds = reader.sign();
            Patch patch = reader.patch(known);
            name.append(adds ? '+' : '-').append(patch.id());
            if (adds) {
                add(patches, patch, text);
            } else if (!patches.removeIf(p -> p.id().equals(patch.id()))) {
                throw new IllegalArgumentException(
                        "'" + text + "' takes " + patch.id() + " off a list that does not have it: " + ids(patches));
            }
        }
        if (name.toString().equals(TODAY)) {
            return Kernel.TODAY;
        }
        try {
            return Kernel.of(name.toString(), patches);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the kernel '" + text + "' cannot be built: " + e.getMessage(), e);
        }
    }

    private static void add(List<Patch> patches, Patch patch, String text) {
        if (patches.stream().anyMatch(p -> p.id().equals(patch.id()))) {
            throw new IllegalArgumentException("'" + text + "' adds " + patch.id() + ", which is on the list already");
        }
        patches.add(patch);
    }

    private static List<Patch> patchesOf(String base, List<Release> releases) {
        if (base.equals(TODAY)) {
            return List.of();
        }
        for (Release release : releases) {
            if (release.name().equals(base)) {
                return release.patches();
            }
        }
        List<String> names = new ArrayList<>(List.of(TODAY));
        releases.forEach(r -> names.add(r.name()));
        throw new IllegalArgumentException(
                NearMatches.message("kernel", base, names) + "; patches follow it as +patch or -patch");
    }

    private static String ids(List<Patch> patches) {
        return patches.isEmpty()
                ? "it is empty"
                : String.join(", ", patches.stream().map(Patch::id).toList());
    }

    /** Reads from left to right. Ids contain hyphens, so the longest id that is known decides where one ends. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        String base() {
            int end = 0;
            while (end < text.length() && "+-, ".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            at = end;
            return text.substring(0, end);
        }

        boolean more() {
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ')) {
                at++;
            }
            return at < text.length();
        }

        boolean sign() {
            char sign = text.charAt(at);
            if (sign != '+' && sign != '-') {
                throw new IllegalArgumentException(
                        "'" + text + "' has '" + text.substring(at) + "' where +patch or -patch is expected");
            }
            at++;
            return sign == '+';
        }

        Patch patch(List<Patch> known) {
            Patch best = null;
            for (Patch patch : known) {
                int end = at + patch.id().length();
                boolean ends = end == text.length() || end < text.length() && "+-, ".indexOf(text.charAt(end)) >= 0;
                if (text.startsWith(patch.id(), at)
                        && ends
                        && (best == null || best.id().length() < patch.id().length())) {
                    best = patch;
                }
            }
            if (best == null) {
                int end = at;
                while (end < text.length() && "+, ".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                throw new IllegalArgumentException(NearMatches.message(
                        "patch",
                        text.substring(at, end),
                        known.stream().map(Patch::id).toList()));
            }
            at += best.id().length();
            return best;
        }
    }
}
