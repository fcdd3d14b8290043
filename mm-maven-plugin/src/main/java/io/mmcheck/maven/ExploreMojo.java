package io.mmcheck.maven;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Request;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Searches everything that can happen within bounds: every list of operations, every order of steps, every choice of the
 * environment. Prints how many states there are and whether the search came to its end. Fails on a violation.
 */
@Mojo(name = "explore", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class ExploreMojo extends ForkedMojo {
    /** The kernels, separated by commas. */
    @Parameter(property = "mm.kernel", defaultValue = "today")
    private String kernel;

    /** The setups to start from, separated by commas. */
    @Parameter(property = "mm.setup", defaultValue = "empty")
    private String setup;

    /** Properties to judge, separated by commas, {@code *} standing for anything; all of them if it is not given. */
    @Parameter(property = "mm.property")
    private @Nullable String property;

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

    /** Whether a violation fails the build. */
    @Parameter(property = "mm.failOnViolation", defaultValue = "true")
    private boolean failOnViolation;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Request request = Request.of("explore")
                .with("kernel", kernel)
                .with("setup", setup)
                .with("property", property)
                .with("kinds", kinds)
                .with("operations", operations)
                .with("cpus", cpus)
                .with("addresses", addresses)
                .with("preemptions", preemptions)
                .with("states", states);
        Ending ending = fork(request, message -> {});
        if (ending.outcome() == Ending.Outcome.VIOLATED && !failOnViolation) {
            getLog().warn(ending.message());
        } else if (ending.outcome() != Ending.Outcome.DONE) {
            throw new MojoFailureException(ending.message());
        }
    }
}
