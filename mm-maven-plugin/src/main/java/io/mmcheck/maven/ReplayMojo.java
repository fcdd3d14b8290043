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
 * Runs one saved counterexample step by step and prints in what the machine differs after each step. Fails if it no longer fits
 * the kernel, or no longer violates its property. Says why it fails: the fewest orders of steps that force it, the nearest run
 * that passes, how likely it is after each step, and the edit of a patch that does it.
 */
@Mojo(name = "replay", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class ReplayMojo extends ForkedMojo {
    /** The counterexample: a file, the word that stands for one, or a directory of files. It has to be given. */
    @Parameter(property = "mm.trace")
    private @Nullable String trace;

    /** Another kernel than the one that it names. */
    @Parameter(property = "mm.kernel")
    private @Nullable String kernel;

    /** How many states the search for the reasons of the violation may have; 0 turns it off. */
    @Parameter(property = "mm.why", defaultValue = "200000")
    private long why;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Request request = Request.of("replay")
                .with("trace", atHome(trace))
                .with("kernel", kernel)
                .with("why", why)
                .with("contracts", testClasses());
        Ending ending = fork(request, message -> {});
        if (ending.outcome() != Ending.Outcome.DONE) {
            log("error", ending.message());
            throw new MojoFailureException(ending.message().lines().findFirst().orElse(""));
        }
    }
}
