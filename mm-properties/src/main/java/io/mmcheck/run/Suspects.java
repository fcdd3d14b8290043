package io.mmcheck.run;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Property;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes of the user that a violation speaks of, those first that a reader opens first: the patches that it needs, a driver
 * among them, then the other patches of the kernel, then the property.
 */
final class Suspects {
    private Suspects() {}

    static List<String> of(Property property, List<Patch> needed, Kernel kernel) {
        List<Class<?>> classes = new ArrayList<>();
        needed.forEach(patch -> classes.add(patch.getClass()));
        kernel.patches().forEach(patch -> classes.add(patch.getClass()));
        classes.add(property.getClass());
        Set<String> names = new LinkedHashSet<>();
        for (Class<?> one : classes) {
            if (!one.getName().startsWith("io.mmcheck.")) {
                names.add(one.getName());
            }
        }
        return List.copyOf(names);
    }
}
