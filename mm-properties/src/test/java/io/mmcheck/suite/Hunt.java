package io.mmcheck.suite;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Generator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search and the shrinker of a check, one after the other, for the benchmark: it measures them apart. */
public final class Hunt {
    private final Kernel kernel;
    private final List<Property> properties;
    private final Property hunted;

    /** For the first violation of one property while all are judged. */
    public Hunt(Kernel kernel, List<Property> properties, String hunted) {
        this.kernel = kernel;
        this.properties = properties;
        this.hunted = properties.stream()
                .filter(property -> property.id().equals(hunted))
                .findFirst()
                .orElseThrow();
    }

    /** A try that violates the property. */
    public static final class Prey {
        private final Tries.First first;

        private Prey(Tries.First first) {
            this.first = first;
        }

        /** How many tries it took. */
        public int tries() {
            return first.number() + 1;
        }
    }

    /** The first violation of a seed, or null if so many tries have none. */
    public @Nullable Prey find(long seed, int most) {
        Tries tries = new Tries(kernel, Generator.standard(), seed, properties);
        for (int number = 0; number < most; number++) {
            Tries.First first = tries.run(number, number + 1).first.get(hunted.id());
            if (first != null) {
                return new Prey(first);
            }
        }
        return null;
    }

    /** What the violation is shrunk to. */
    public Counterexample shrink(Prey prey) {
        return new Shrinker(kernel, List.of()).shrunk(hunted, prey.first);
    }
}
