package io.mmcheck.jqwik;

import java.util.Collection;
import java.util.List;
import net.jqwik.api.configurators.ArbitraryConfigurator;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.providers.ArbitraryProvider;

/**
 * What this library provides, for tests that name their domains: {@code @Domain(MmDomain.class)}. Where no domain is named it is
 * there without a word.
 */
public final class MmDomain implements DomainContext {
    @Override
    public Collection<ArbitraryProvider> getArbitraryProviders() {
        return List.of(new ScenarioProvider());
    }

    @Override
    public Collection<ArbitraryConfigurator> getArbitraryConfigurators() {
        return List.of();
    }
}
