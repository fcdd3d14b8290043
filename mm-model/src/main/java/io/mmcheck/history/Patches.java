package io.mmcheck.history;

import io.mmcheck.history.mutant.Mutants;
import io.mmcheck.program.Patch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The patches that there are: those of this library, and those that the class path provides through {@link ServiceLoader}. */
public final class Patches {
    private Patches() {}

    /** Those that the class path provides beside this library, by id. */
    public static List<Patch> ofTheBuild() {
        return all().stream()
                .filter(patch -> !History.ALL.contains(patch) && !Mutants.ALL.contains(patch))
                .toList();
    }

    /** By id. */
    public static List<Patch> all() {
        return loadedBy(Patches.class.getClassLoader());
    }

    /**
     * As {@link #all}, looked for by one class loader.
     *
     * @throws IllegalStateException if two have one id, or an id is not lower-case words joined by hyphens
     */
    public static List<Patch> loadedBy(ClassLoader loader) {
        List<Patch> found = new ArrayList<>();
        found.addAll(History.ALL);
        found.addAll(Mutants.ALL);
        ServiceLoader.load(Patch.class, loader).forEach(found::add);
        found.sort(Comparator.comparing(Patch::id));
        for (int i = 0; i < found.size(); i++) {
            Patch patch = found.get(i);
            if (!patch.id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
                throw new IllegalStateException("the id of " + patch.getClass().getName() + " is '" + patch.id()
                        + "': lower-case words joined by hyphens are wanted");
            }
            if (i > 0 && patch.id().equals(found.get(i - 1).id())) {
                throw new IllegalStateException("two patches have the id " + patch.id() + ": "
                        + found.get(i - 1).getClass().getName() + " and "
                        + patch.getClass().getName());
            }
        }
        return List.copyOf(found);
    }
}
