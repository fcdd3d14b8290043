package io.mmcheck.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Machine;
import io.mmcheck.property.Properties;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A thousand tries by jqwik, from the launcher's start to its end, against the same loop without it. */
record JqwikRow(int runs) implements Row {
    /** Kept here, for a logger that nobody holds forgets its level. Each start of jqwik says that it has no database. */
    private static final Logger CHATTER = Logger.getLogger("net.jqwik.engine");

    @Override
    public List<Line> measure() {
        CHATTER.setLevel(Level.WARNING);
        List<Monitor<Machine>> all = List.copyOf(Properties.all());
        Times bare = new Times();
        Times jqwik = new Times();
        long bareSteps = RandomRow.steps(all, 0);
        long jqwikSteps = steps();
        for (int i = 0; i < runs; i++) {
            long seed = i;
            bareSteps += bare.measure(() -> RandomRow.steps(all, seed));
            jqwikSteps += jqwik.measure(JqwikRow::steps);
        }
        String fair = jqwikSteps > 1.1 * bareSteps || bareSteps > 1.1 * jqwikSteps
                ? "not comparable: " + jqwikSteps + " and " + bareSteps + " steps"
                : "aim 0.4";
        return List.of(new Line(
                "jqwik, " + RandomRow.TRIES + " tries, against the bare loop",
                Times.seconds(jqwik.wall()),
                Times.seconds(bare.wall()),
                jqwik.ratio(bare),
                fair));
    }

    private static long steps() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(LoopProperties.class))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter("jqwik.tries.default", String.valueOf(RandomRow.TRIES))
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        SummaryGeneratingListener heard = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        long before = LoopProperties.steps;
        launcher.execute(request, heard);
        if (heard.getSummary().getTestsSucceededCount() != 1) {
            throw new IllegalStateException("jqwik did not run its property: "
                    + heard.getSummary().getFailures().stream()
                            .map(failure -> failure.getException().toString())
                            .toList());
        }
        return LoopProperties.steps - before;
    }
}
