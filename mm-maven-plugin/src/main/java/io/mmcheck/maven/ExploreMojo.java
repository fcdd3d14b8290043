package io.mmcheck.maven;

import io.mmcheck.run.Request;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Searches everything that can happen within bounds: every list of operations, every order of steps, every choice of the
 * environment. Prints how many states there are and whether the search came to its end; shows, reports and keeps what is
 * violated as mm:check does. Fails on a violation.
 */
@Mojo(name = "explore", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class ExploreMojo extends ReportingMojo {
    /** The setups to start from, separated by commas. */
    @Parameter(property = "mm.setup", defaultValue = "empty")
    private String setup;

    /** Kinds of operations, separated by commas; all of them if it is not given. */
    @Parameter(property = "mm.kinds")
    private @Nullable String kinds;

    /** How many operations begin in one run, over all CPUs. */
    @Parameter(property = "mm.operations", defaultValue = "2")
    private int operations;

    /** How many CPUs there are, one thread on each. */
    @Parameter(property = "mm.cpus", defaultValue = "2")
    private int cpus;

    /** On how many addresses operations act. */
    @Parameter(property = "mm.addresses", defaultValue = "1")
    private int addresses;

    /** How many preemptions a run may have. */
    @Parameter(property = "mm.preemptions", defaultValue = "1")
    private int preemptions;

    /** How many states are kept before the search is cut. */
    @Parameter(property = "mm.states", defaultValue = "5000000")
    private long states;

    /**
     * What the search may leave out because it makes no difference, separated by commas: local-steps takes a step that looks at
     * nothing but what its thread remembers along with the step before it. Nothing is left out if it is not given. A property
     * that looks at every step, as no-stuck-spin does, has to be left out with it (mm.excludes).
     */
    @Parameter(property = "mm.reductions")
    private @Nullable String reductions;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Request request = Request.of("explore")
                .with("setup", setup)
                .with("kinds", kinds)
                .with("operations", operations)
                .with("cpus", cpus)
                .with("addresses", addresses)
                .with("preemptions", preemptions)
                .with("states", states)
                .with("reductions", reductions);
        List<String> again = new ArrayList<>(List.of("explore", "-Dmm.setup=" + setup));
        if (kinds != null) {
            again.add("-Dmm.kinds=" + kinds);
        }
        again.add("-Dmm.operations=" + operations);
        again.add("-Dmm.cpus=" + cpus);
        again.add("-Dmm.addresses=" + addresses);
        again.add("-Dmm.preemptions=" + preemptions);
        if (reductions != null) {
            again.add("-Dmm.reductions=" + reductions);
        }
        judge(request, again);
    }
}
