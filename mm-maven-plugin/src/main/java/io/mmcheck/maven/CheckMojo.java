package io.mmcheck.maven;

import io.mmcheck.run.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs the properties on the kernels asked for, with the properties, patches and drivers of the module itself, and then what the
 * module's own contracts promise. Saved counterexamples are replayed first, then comes random search; what is violated is shrunk,
 * shown and written down. Fails on a violation.
 */
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class CheckMojo extends ReportingMojo {
    private static final int TRIES = 30_000;
    private static final int CPUS = 3;

    /** How many runs random search makes. */
    @Parameter(property = "mm.tries", defaultValue = "" + TRIES)
    private int tries;

    /** The seed of random search, a whole number; a fresh one if it is not given. It is always printed. */
    @Parameter(property = "mm.seed")
    private @Nullable String seed;

    /** Setups to start from, separated by commas; all of them if it is not given. */
    @Parameter(property = "mm.setup")
    private @Nullable String setup;

    /** How many CPUs a run has at most, one thread on each. */
    @Parameter(property = "mm.cpus", defaultValue = "" + CPUS)
    private int cpus;

    /** Whether the test classes of the module that implement {@code MigrationContract} are checked as well. */
    @Parameter(property = "mm.contracts", defaultValue = "true")
    private boolean contracts;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        String drawn = seed == null || seed.isBlank()
                ? String.valueOf(ThreadLocalRandom.current().nextInt(1, 10_000_000))
                : seed.strip();
        Request request = Request.of("check")
                .with("tries", tries)
                .with("seed", drawn)
                .with("setup", setup)
                .with("cpus", cpus)
                .with("contracts", contracts ? testClasses() : null)
                .with("counterexamples", counterexamples());
        List<String> again = new ArrayList<>(List.of("check", "-Dmm.seed=" + drawn));
        if (tries != TRIES) {
            again.add("-Dmm.tries=" + tries);
        }
        if (setup != null) {
            again.add("-Dmm.setup=" + setup);
        }
        if (cpus != CPUS) {
            again.add("-Dmm.cpus=" + cpus);
        }
        judge(request, again);
    }
}
