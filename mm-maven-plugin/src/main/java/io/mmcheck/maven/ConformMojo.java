package io.mmcheck.maven;

import io.mmcheck.run.ConformData;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Request;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model against a log that was recorded on a real kernel: operation by operation, as far as the model goes. Prints what
 * agrees, what does not, and what was not compared and why.
 */
@Mojo(name = "conform", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class ConformMojo extends ForkedMojo {
    /** The log, plain or compressed with gzip. It has to be given. */
    @Parameter(property = "mm.log")
    private @Nullable String log;

    /** The kernel to hold against it. */
    @Parameter(property = "mm.kernel", defaultValue = "v6.12")
    private String kernel;

    /** Fails below so many per cent of the compared operations. */
    @Parameter(property = "mm.minAgreement", defaultValue = "0")
    private double minAgreement;

    /** Whether PG_dirty counts as well: for logs in which a lost dirty bit is the symptom. */
    @Parameter(property = "mm.dirty", defaultValue = "false")
    private boolean dirty;

    /** What the recorded machine swapped to, if its log does not say so. */
    @Parameter(property = "mm.swap")
    private @Nullable String swap;

    /** Where the result goes, for mm:report; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.reportsDirectory")
    private @Nullable File reportsDirectory;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Request request = Request.of("conform")
                .with("log", atHome(log))
                .with("kernel", kernel)
                .with("minAgreement", minAgreement)
                .with("dirty", dirty)
                .with("swap", swap);
        List<String> data = new ArrayList<>();
        Ending ending = fork(request, message -> {
            if (message.type().equals(ConformData.TYPE)) {
                data.add(message.text("data"));
            }
        });
        for (String json : data) {
            Path directory =
                    reportsDirectory == null ? buildDirectory().resolve("mm-reports") : reportsDirectory.toPath();
            Reports.writeJson(directory, "mm-conform-" + log + "-" + kernel, json);
        }
        if (ending.outcome() != Ending.Outcome.DONE) {
            throw new MojoFailureException(ending.message());
        }
        log("info", ending.message());
    }
}
