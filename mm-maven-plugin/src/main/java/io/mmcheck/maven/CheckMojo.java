package io.mmcheck.maven;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Request;
import java.io.File;
import java.nio.file.Path;
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
 * Runs the properties on the kernels asked for, with the properties, patches and drivers of the module itself. Saved
 * counterexamples are replayed first, then comes random search; what is violated is shrunk, shown and written down. Fails on a
 * violation.
 */
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class CheckMojo extends ForkedMojo {
    /**
     * The kernels to check, separated by commas: {@code today}, a release such as {@code v5.19}, or either with
     * {@code +patch} and {@code -patch} behind it.
     */
    @Parameter(property = "mm.kernel", defaultValue = "today")
    private String kernel;

    /** How many runs random search makes. */
    @Parameter(property = "mm.tries", defaultValue = "1000")
    private int tries;

    /** The seed of random search; a fresh one if it is not given. It is always printed. */
    @Parameter(property = "mm.seed")
    private @Nullable String seed;

    /** Properties to check, separated by commas; a name that matches none fails the build. {@code *} stands for anything. */
    @Parameter(property = "mm.property")
    private @Nullable String property;

    /** Only properties with such names, {@code *} standing for anything. */
    @Parameter(property = "mm.includes")
    private @Nullable List<String> includes;

    /** No properties with such names, {@code *} standing for anything. */
    @Parameter(property = "mm.excludes")
    private @Nullable List<String> excludes;

    /** Setups to start from, separated by commas; all of them if it is not given. */
    @Parameter(property = "mm.setup")
    private @Nullable String setup;

    /** How many CPUs a run has at most, one thread on each. */
    @Parameter(property = "mm.cpus", defaultValue = "3")
    private int cpus;

    /** Whether a violation fails the build. */
    @Parameter(property = "mm.failOnViolation", defaultValue = "true")
    private boolean failOnViolation;

    /** Whether it fails the build that no property is left to check. */
    @Parameter(property = "mm.failIfNoProperties", defaultValue = "true")
    private boolean failIfNoProperties;

    /**
     * Properties that must be violated, separated by commas, or {@code true} for at least one: the build fails if they hold.
     */
    @Parameter(property = "mm.expectViolation")
    private @Nullable String expectViolation;

    /** Where the reports go; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.reportsDirectory")
    private @Nullable File reportsDirectory;

    /** Which reports: {@code text}, {@code junit}, {@code json}. */
    @Parameter(property = "mm.formats", defaultValue = "text,junit,json")
    private String formats;

    /** Where counterexamples are kept; they are replayed before anything else. {@code src/test/mm} if it is not given. */
    @Parameter(property = "mm.counterexamples")
    private @Nullable File counterexamples;

    /** Whether new counterexamples are kept there. */
    @Parameter(property = "mm.save", defaultValue = "false")
    private boolean save;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Expectation expectation = Expectation.parse(expectViolation);
        Reports reports = Reports.prepare(reportsDirectory(), Format.parse(formats));
        Path kept = counterexamples == null ? basedir().resolve("src/test/mm") : counterexamples.toPath();
        String drawn = seed == null || seed.isBlank()
                ? String.valueOf(ThreadLocalRandom.current().nextInt(1, 10_000_000))
                : seed.strip();
        Request request = Request.of("check")
                .with("kernel", kernel)
                .with("tries", tries)
                .with("seed", drawn)
                .with("setup", setup)
                .with("cpus", cpus)
                .with("property", property)
                .with("expected", String.join(",", expectation.named()))
                .with("includes", joined(includes))
                .with("excludes", joined(excludes))
                .with("counterexamples", kept);
        Console console =
                new Console(getLog(), expectation, new Commands(goals(), reports.shown(basedir()), drawn, save));
        Ending ending = fork(request, console::take);
        Results results = console.results();
        reports.write(results);
        if (save) {
            reports.keep(results, kept);
        }
        console.summary();
        if (ending.outcome() == Ending.Outcome.NO_MATCH) {
            throw new MojoFailureException(ending.message());
        }
        if (ending.outcome() == Ending.Outcome.NOTHING) {
            if (failIfNoProperties) {
                throw new MojoFailureException(ending.message());
            }
            getLog().warn(ending.message());
            return;
        }
        String failure = expectation.failure(results.verdicts());
        if (failure == null) {
            return;
        }
        String message = failure + " (seed " + drawn + ", " + reports.shown(basedir()) + ")";
        if (failOnViolation) {
            throw new MojoFailureException(message);
        }
        getLog().warn(message);
    }

    /** Without a project of one's own Maven knows no build directory. */
    private Path reportsDirectory() {
        return reportsDirectory == null ? buildDirectory().resolve("mm-reports") : reportsDirectory.toPath();
    }

    private static @Nullable String joined(@Nullable List<String> patterns) {
        return patterns == null ? null : String.join(",", patterns);
    }
}
