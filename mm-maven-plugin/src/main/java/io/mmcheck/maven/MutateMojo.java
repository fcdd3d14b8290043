package io.mmcheck.maven;

import io.mmcheck.mutate.Scope;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.StrengthText;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Request;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows how strong the properties are: changes each labelled step of the programs in scope in small ways (left out, done twice, in
 * the other order, without the lock, the flush, the reference, the check) and tries each such mutant. Prints, for each program, how
 * many were killed, how many are the same kernel within bounds, and which survived: each of those wants a reason, or a property.
 */
@Mojo(name = "mutate", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class MutateMojo extends ForkedMojo {
    /** The kernel whose steps are changed: {@code today}, a release, or either with patches, such as one's own. */
    @Parameter(property = "mm.kernel", defaultValue = "today")
    private String kernel;

    /**
     * The programs in scope, separated by commas, {@code *} standing for anything; {@code migrate_vma} is device migration,
     * {@code companions} what it meets: faults, fork, reclaim, zap, GUP, the device; {@code patched} what patches of the kernel
     * edit, and programs of one's own.
     */
    @Parameter(property = "mm.mutate.programs", defaultValue = Scope.MIGRATE_VMA)
    private String programs;

    /** Only mutants with such names, {@code *} standing for anything: {@code *.COPY_DIRTY *}. */
    @Parameter(property = "mm.mutate.mutants")
    private @Nullable String mutants;

    /** A sample: one mutant of so many, evenly spread. */
    @Parameter(property = "mm.mutate.every", defaultValue = "1")
    private int every;

    /** Properties to judge by, separated by commas, {@code *} standing for anything; all of them if it is not given. */
    @Parameter(property = "mm.property")
    private @Nullable String property;

    /** The seed of random search. */
    @Parameter(property = "mm.seed", defaultValue = "1")
    private String seed;

    /** How many runs random search makes. */
    @Parameter(property = "mm.tries", defaultValue = "1000")
    private int tries;

    /** How many preemptions a run of an exhaustive search may have. */
    @Parameter(property = "mm.preemptions", defaultValue = "1")
    private int preemptions;

    /** How many states one exhaustive search keeps before it is cut. */
    @Parameter(property = "mm.states", defaultValue = "2000000")
    private long states;

    /** How long one mutant may take; one that takes longer has no verdict. 0 is for ever. */
    @Parameter(property = "mm.mutate.time", defaultValue = "5m")
    private String time;

    /** How long all of it may take; what has not had its turn then is not tried. 0 is for ever. */
    @Parameter(property = "mm.mutate.budget", defaultValue = "0")
    private String budget;

    /** How many JVMs are forked side by side; 0 is one for each processor. */
    @Parameter(property = "mm.mutate.forks", defaultValue = "0")
    private int forks;

    /** Fails if less than so many per cent of the mutants that are judged are killed. */
    @Parameter(property = "mm.mutate.minKilled", defaultValue = "0")
    private double minKilled;

    /** Reasons why mutants may survive, one on a line: the name of the mutant, an equals sign, the reason. */
    @Parameter(property = "mm.mutate.reasons")
    private @Nullable String reasons;

    /** Where the reports go; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.reportsDirectory")
    private @Nullable File reportsDirectory;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path directory = reportsDirectory == null ? buildDirectory().resolve("mm-reports") : reportsDirectory.toPath();
        Reports.checkWritable(directory);
        Duration each = span("mm.mutate.time", time);
        Duration all = span("mm.mutate.budget", budget);
        if (forks < 0) {
            throw new MojoExecutionException("mm.mutate.forks is a number of JVMs, or 0, not " + forks);
        }
        Request request = Request.of("mutate")
                .with("kernel", kernel)
                .with("programs", programs)
                .with("mutants", mutants)
                .with("mutate.every", every)
                .with("property", property)
                .with("seed", seed)
                .with("tries", tries)
                .with("preemptions", preemptions)
                .with("states", states)
                .with("reasons", atHome(reasons));
        int side = forks > 0 ? forks : Runtime.getRuntime().availableProcessors();
        MutantForks work = new MutantForks(
                (some, messages) -> fork(some, messages, true),
                text -> {
                    progress().clear();
                    log("info", text);
                },
                message -> progress().take(message),
                side,
                new MutantForks.Limits(each, all));
        Ending ending = work.run(request);
        if (ending.outcome() != Ending.Outcome.DONE) {
            throw new MojoFailureException(ending.message());
        }
        Strength strength = work.strength();
        StrengthText.lines(strength).forEach(line -> log("info", line));
        log("info", strength.summary());
        report(strength, directory);
        work.complain();
        if (strength.judged() > 0 && strength.killedPerCent() < minKilled) {
            throw new MojoFailureException(String.format(
                    Locale.ROOT,
                    "%.1f %% of the mutants are killed, less than %.1f %% (mm.mutate.minKilled)",
                    strength.killedPerCent(),
                    minKilled));
        }
    }

    private static Duration span(String parameter, String text) throws MojoExecutionException {
        try {
            return named(parameter, () -> Durations.parse(text));
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private void report(Strength strength, Path directory) throws MojoExecutionException {
        Reports.write(
                directory, directory.resolve("mutation.txt"), String.join("\n", StrengthText.lines(strength)) + "\n");
        Reports.write(directory, directory.resolve("mutation.md"), StrengthText.page(strength));
        Reports.writeJson(directory, "mm-mutate-" + strength.kernel(), MutationJson.of(strength));
        log("info", "reports: " + Reports.shown(directory, basedir()) + "/mutation.{txt,md} and mm-mutate-*.json");
    }
}
