package io.mmcheck.run;

import io.mmcheck.history.History;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.scenario.NearMatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Kernels by name: {@code today}, a release, or either with {@code +patch} and {@code -patch} behind it, applied from left to
 * right. A comma before a sign is allowed. Patches are those of the library and those of the class path.
 */
final class Kernels {
    private final Map<String, Patch> patches = new TreeMap<>();
    private final Map<String, Kernel> bases = new TreeMap<>();

    private Kernels() {
        bases.put("today", Kernel.TODAY);
        History.ALL.forEach(this::add);
        ServiceLoader.load(Patch.class).forEach(this::add);
    }

    static Kernels all() {
        return new Kernels();
    }

    private void add(Patch patch) {
        Patch other = patches.put(patch.id(), patch);
        if (other != null) {
            throw new CannotRunException("two patches are named " + patch.id() + ": "
                    + other.getClass().getName() + " and " + patch.getClass().getName());
        }
    }

    List<Patch> patches() {
        return List.copyOf(patches.values());
    }

    List<Kernel> bases() {
        return List.copyOf(bases.values());
    }

    /** Several kernels, separated by commas that no sign follows. */
    List<Kernel> list(String text) {
        List<Kernel> kernels = new ArrayList<>();
        for (String name : Arrays.asList(text.split(",(?![+-])"))) {
            if (!name.isBlank()) {
                kernels.add(named(name.strip()));
            }
        }
        if (kernels.isEmpty()) {
            throw new CannotRunException("mm.kernel names no kernel: '" + text + "'");
        }
        return kernels;
    }

    Kernel named(String name) {
        String base = bases.keySet().stream()
                .filter(b -> name.equals(b) || name.startsWith(b) && "+-,".indexOf(name.charAt(b.length())) >= 0)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new CannotRunException(
                        NearMatches.message("kernel", name.replaceAll("[+,].*", ""), bases.keySet())));
        Kernel kernel = bases.getOrDefault(base, Kernel.TODAY);
        List<Patch> all = new ArrayList<>(kernel.patches());
        for (int at = base.length(); at < name.length(); ) {
            at += name.charAt(at) == ',' ? 1 : 0;
            boolean plus = name.startsWith("+", at);
            if (!plus && !name.startsWith("-", at)) {
                throw new CannotRunException("in mm.kernel '" + name + "' a patch begins with + or -");
            }
            Patch patch = patchAt(name, at + 1);
            if (patch == null) {
                throw new CannotRunException(NearMatches.message(
                        "patch", name.substring(at + 1).replaceAll("[+,].*", ""), patches.keySet()));
            }
            change(all, patch, plus, name);
            at += 1 + patch.id().length();
        }
        return name.equals(base) ? kernel : made(name, all);
    }

    /** The longest id that stands here and ends where a name may end; ids hold hyphens themselves. */
    private @Nullable Patch patchAt(String name, int from) {
        return patches.values().stream()
                .filter(p -> name.startsWith(p.id(), from))
                .filter(p -> {
                    int end = from + p.id().length();
                    return end == name.length() || "+-,".indexOf(name.charAt(end)) >= 0;
                })
                .max(Comparator.comparingInt(p -> p.id().length()))
                .orElse(null);
    }

    private static void change(List<Patch> all, Patch patch, boolean plus, String name) {
        boolean there = all.stream().anyMatch(p -> p.id().equals(patch.id()));
        if (plus == there) {
            throw new CannotRunException("mm.kernel '" + name + "': " + patch.id()
                    + (there ? " is there already" : " is not there, so it cannot be taken off"));
        }
        if (plus) {
            all.add(patch);
        } else {
            all.removeIf(p -> p.id().equals(patch.id()));
        }
    }

    private static Kernel made(String name, List<Patch> patches) {
        try {
            return Kernel.of(name, patches);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("mm.kernel '" + name + "' cannot be built: " + e.getMessage(), e);
        }
    }
}
