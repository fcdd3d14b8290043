package io.mmcheck.suite;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the runs of a kernel. Each searches at once: {@value #TRIES} random runs of seed {@value #SEED}. */
public final class KernelAssert extends AbstractAssert<KernelAssert, Kernel> {
    public static final int TRIES = 200;
    public static final long SEED = 1;

    KernelAssert(Kernel kernel) {
        super(kernel, KernelAssert.class);
    }

    /** No run violates the property. {@code .within(...)} behind it goes further. */
    public HoldsAssert holds(Property property) {
        HoldsAssert asserted = new HoldsAssert(actual, List.of(property));
        asserted.check(asserted.request());
        return asserted;
    }

    /** No run violates any property that there is. */
    public HoldsAssert holdsAll() {
        return holdsAll(Properties.all());
    }

    /** No run violates any of these properties. */
    public HoldsAssert holdsAll(List<Property> properties) {
        HoldsAssert asserted = new HoldsAssert(actual, properties);
        asserted.check(asserted.request());
        return asserted;
    }

    /** Some run violates the property: what is known to be broken still is. */
    public KernelAssert violates(Property property) {
        CheckRequest request = CheckRequest.of(actual, List.of(property), SEED)
                .withTries(TRIES)
                .withShrink(false);
        CheckResult result = Checker.run(request);
        if (result.violated().isEmpty()) {
            throw failure("%s", CheckText.summary(result) + ": " + property.id() + " is not violated");
        }
        return this;
    }
}
