package io.mmcheck.maven;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * One page for all modules of a build, in the reports directory of the module in which Maven was started. It reads what the
 * goals have left in each module; a module without results is listed as such.
 */
@Mojo(name = "report-aggregate", aggregator = true, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class ReportAggregateMojo extends AbstractMojo {
    private static final String FOLDER = "mm-reports";

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Skips this goal. */
    @Parameter(property = "mm.skip", defaultValue = "false")
    private boolean skip;

    /** Where the page goes; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.aggregateDirectory")
    private @Nullable File aggregateDirectory;

    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("skipped (mm.skip)");
            return;
        }
        List<ModuleResults> modules = new ArrayList<>();
        try {
            for (MavenProject module : session.getProjects()) {
                Path results = Path.of(module.getBuild().getDirectory(), FOLDER);
                modules.add(new ModuleResults(module.getArtifactId(), Collected.below(results)));
            }
        } catch (IOException e) {
            throw new MojoExecutionException("no report: " + e.getMessage(), e);
        }
        Path directory = aggregateDirectory == null
                ? Path.of(project.getBuild().getDirectory(), FOLDER)
                : aggregateDirectory.toPath();
        Path page = directory.resolve("index.html");
        Reports.write(directory, page, Page.of(modules));
        long empty = modules.stream().filter(m -> m.documents().isEmpty()).count();
        getLog().info(Untrusted.line(Layout.count(modules.size(), "module", "modules")
                + (empty == 0 ? "" : ", " + empty + " without results") + ", in " + page.toAbsolutePath()));
    }
}
