package io.mmcheck.run;

import io.mmcheck.jqwik.Contracts;
import io.mmcheck.jqwik.MigrationContract;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kernel and what has to hold on it.
 *
 * @param kernel the kernel
 * @param properties what is claimed of it
 * @param contract the name of the class that claims it, or null if the user asked for this kernel
 */
record Target(
        Kernel kernel, List<Property> properties, @Nullable String contract) {
    private static final String KERNEL = "mm.kernel";

    Target {
        properties = List.copyOf(properties);
    }

    /** The kernels asked for, with all properties that are found, and then what the contracts of the build say beyond that. */
    static List<Target> all(List<Kernel> kernels, List<Said> contracts) {
        List<Property> found = Properties.all();
        List<Target> targets = new ArrayList<>();
        Map<String, Set<String>> covered = new LinkedHashMap<>();
        for (Kernel kernel : kernels) {
            targets.add(new Target(kernel, found, null));
            covered.put(kernel.name(), ids(found));
        }
        for (Said said : contracts) {
            Set<String> known = covered.computeIfAbsent(said.kernel().name(), name -> new HashSet<>());
            List<Property> more = said.properties().stream()
                    .filter(p -> !known.contains(p.id()))
                    .toList();
            if (!more.isEmpty()) {
                targets.add(new Target(said.kernel(), more, said.contract()));
                known.addAll(ids(more));
            }
        }
        return targets;
    }

    private static Set<String> ids(List<Property> properties) {
        Set<String> ids = new HashSet<>();
        properties.forEach(p -> ids.add(p.id()));
        return ids;
    }

    /** What one contract says. */
    record Said(String contract, Kernel kernel, List<Property> properties, List<Patch> patches) {

        /** All of them; a contract that leaves its kernel open is asked once for each kernel of the user's. */
        static List<Said> all(@Nullable String directory, List<Kernel> kernels) {
            if (directory == null) {
                return List.of();
            }
            List<MigrationContract> contracts =
                    Contracts.in(Path.of(directory), Thread.currentThread().getContextClassLoader());
            List<Said> said = new ArrayList<>();
            for (Kernel kernel : kernels) {
                System.setProperty(KERNEL, kernel.name());
                for (MigrationContract contract : contracts) {
                    said.add(of(contract));
                }
            }
            return said;
        }

        private static Said of(MigrationContract contract) {
            List<Patch> patches = new ArrayList<>(contract.patches());
            patches.addAll(contract.drivers());
            return new Said(contract.getClass().getName(), Contracts.kernel(contract), contract.properties(), patches);
        }
    }
}
