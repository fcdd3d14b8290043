package io.mmcheck.jqwik;

import io.mmcheck.history.Kernels;
import io.mmcheck.scenario.Scenario;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/** Lets {@code @ForAll Scenario} be a run of the kernel that {@code -Dmm.kernel} names, or of today's. */
public final class ScenarioProvider implements ArbitraryProvider {
    @Override
    public boolean canProvideFor(TypeUsage target) {
        return target.isOfType(Scenario.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage target, SubtypeProvider subtypes) {
        return Set.of(Scenarios.on(Kernels.parse(System.getProperty("mm.kernel", "today"))));
    }
}
