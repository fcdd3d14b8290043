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
 * the kernel, or no longer violates its property.
 */
@Mojo(name = "replay", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class ReplayMojo extends ForkedMojo {
    /** The counterexample: a file, the word that stands for one, or a directory of files. It has to be given. */
    @Parameter(property = "mm.trace")
    private @Nullable String trace;

    /** Another kernel than the one that it names. */
    @Parameter(property = "mm.kernel")
    private @Nullable String kernel;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Request request = Request.of("replay")
                .with("trace", atHome(trace))
                .with("kernel", kernel)
                .with("contracts", testClasses());
        Ending ending = fork(request, message -> {});
        if (ending.outcome() != Ending.Outcome.DONE) {
            log("error", ending.message());
            throw new MojoFailureException(ending.message().lines().findFirst().orElse(""));
        }
    }
}
