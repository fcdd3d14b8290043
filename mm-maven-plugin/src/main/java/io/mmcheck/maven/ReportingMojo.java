package io.mmcheck.maven;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Request;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals share that judge properties: which properties, the reports, and what makes the build fail. */
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
abstract class ReportingMojo extends ForkedMojo {
    /**
     * The kernels, separated by commas: {@code today}, a release such as {@code v5.19}, or either with {@code +patch} and
     * {@code -patch} behind it.
     */
    @Parameter(property = "mm.kernel", defaultValue = "today")
    private String kernel;

    /** Properties to judge, separated by commas; a name that matches none fails the build. {@code *} stands for anything. */
    @Parameter(property = "mm.property")
    private @Nullable String property;

    /** Only properties with such names, {@code *} standing for anything. */
    @Parameter(property = "mm.includes")
    private @Nullable List<String> includes;

    /** No properties with such names, {@code *} standing for anything. */
    @Parameter(property = "mm.excludes")
    private @Nullable List<String> excludes;

    /** Whether a violation fails the build. */
    @Parameter(property = "mm.failOnViolation", defaultValue = "true")
    private boolean failOnViolation;

    /** Whether it fails the build that no property is left to judge. */
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

    /**
     * Which reports: {@code text}, {@code junit}, {@code json}, {@code html},
     * {@code sarif}, {@code observations} (mm:check alone: a JSON line for each try, as Hypothesis writes them).
     */
    @Parameter(property = "mm.formats", defaultValue = "text,junit,json,html")
    private String formats;

    /** Whether the reports say how long it took: then two runs that find the same no longer write the same bytes. */
    @Parameter(property = "mm.times", defaultValue = "false")
    private boolean times;

    /** Where counterexamples are kept; mm:check replays them before anything else. {@code src/test/mm} if it is not given. */
    @Parameter(property = "mm.counterexamples")
    private @Nullable File counterexamples;

    /** Whether violations are also printed as workflow commands of GitHub; {@code auto} does where one of its runners listens. */
    @Parameter(property = "mm.annotations", defaultValue = "auto")
    private String annotations;

    /** Whether new counterexamples are kept there. */
    @Parameter(property = "mm.save", defaultValue = "false")
    private boolean save;

    final Path counterexamples() {
        return counterexamples == null ? basedir().resolve("src/test/mm") : counterexamples.toPath();
    }

    /**
     * Runs a job, prints and writes down what it finds, and decides what that means for the build.
     *
     * @param again the goal and its settings that find the same again, without the kernel
     */
    final void judge(Request request, List<String> again) throws MojoExecutionException, MojoFailureException {
        Expectation expectation = Expectation.parse(expectViolation);
        Reports reports = Reports.prepare(reportsDirectory(), Format.parse(formats));
        checkFolder();
        String shown = reports.shown(basedir());
        Commands commands = new Commands(maven(), shown, again, folder(), save);
        Console console = new Console(getLog(), expectation, commands);
        boolean annotated = Annotations.wanted(annotations, System.getenv());
        Ending ending;
        try {
            ending = fork(asked(request, expectation), console::take);
        } catch (MojoExecutionException e) {
            reports.broken(String.valueOf(e.getMessage()));
            throw e;
        }
        Results results = console.results(request.goal());
        console.checkComplete(results, ending);
        reports.write(times ? results.withTimes() : results, sources());
        if (annotated) { // a runner takes them only at the start of a line: the log would put a level before them
            Annotations.lines(results, expectation, sources(), reports.directory())
                    .forEach(System.out::println);
        }
        if (save) {
            reports.keep(results, counterexamples());
        }
        console.summary(results);
        boolean nothing = ending.outcome() == Ending.Outcome.NOTHING;
        if (ending.outcome() == Ending.Outcome.NO_MATCH || nothing && failIfNoProperties) {
            throw new MojoFailureException(Untrusted.line(ending.message()));
        }
        if (!ending.message().isEmpty()) {
            log("warn", ending.message());
        }
        String failure = nothing ? null : expectation.failure(results.verdicts());
        if (failure == null) {
            return;
        }
        String message = Untrusted.line(
                failure + " (" + (results.seed().isEmpty() ? "" : "seed " + results.seed() + ", ") + shown + ")");
        if (failOnViolation) {
            throw new MojoFailureException(message);
        }
        getLog().warn(message);
    }

    /** Before the work and not after it. */
    private void checkFolder() throws MojoExecutionException {
        if (save) {
            Reports.checkWritable(counterexamples());
        } else if (counterexamples != null && !counterexamples.isDirectory()) {
            getLog().warn("mm.counterexamples: there is no directory " + counterexamples + ", so nothing is replayed");
        }
    }

    private Request asked(Request request, Expectation expectation) {
        boolean observed = Arrays.stream(formats.split(",")).map(String::strip).anyMatch("observations"::equals);
        return request.with("kernel", kernel)
                .with("observations", observed ? true : null)
                .with("property", property)
                .with("includes", joined(includes))
                .with("excludes", joined(excludes))
                .with("expectViolation", String.join(",", expectation.named()));
    }

    /** Without a project of one's own Maven knows no build directory. */
    private Path reportsDirectory() {
        return reportsDirectory == null ? buildDirectory().resolve("mm-reports") : reportsDirectory.toPath();
    }

    /** As an argument, if the counterexamples are not kept where everybody looks. */
    private @Nullable String folder() {
        return counterexamples == null ? null : Reports.shown(counterexamples.toPath(), basedir());
    }

    private static @Nullable String joined(@Nullable List<String> patterns) {
        return patterns == null ? null : String.join(",", patterns);
    }
}
