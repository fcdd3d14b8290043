package io.mmcheck.maven;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Puts what check, explore and conform have left in the reports directory into one page: {@code index.html}, which needs no
 * other file and no network. It runs nothing; without results the page says so.
 */
@Mojo(name = "report", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
public final class ReportMojo extends AbstractMojo {
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Skips this goal. */
    @Parameter(property = "mm.skip", defaultValue = "false")
    private boolean skip;

    /** Where the results are and the page goes; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.reportsDirectory")
    private @Nullable File reportsDirectory;

    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("skipped (mm.skip)");
            return;
        }
        Path directory = reportsDirectory == null ? usual() : reportsDirectory.toPath();
        try {
            ModuleResults results = new ModuleResults("", Collected.below(directory));
            Path page = directory.resolve("index.html");
            Reports.write(directory, page, Page.of(List.of(results)));
            getLog().info(Untrusted.line(Layout.count(results.documents().size(), "file", "files") + " of results in "
                    + page.toAbsolutePath()));
        } catch (IOException e) {
            throw new MojoExecutionException("no report: " + e.getMessage(), e);
        }
    }

    private Path usual() {
        return project.getFile() == null
                ? Path.of(session.getExecutionRootDirectory(), "target", "mm-reports")
                : Path.of(project.getBuild().getDirectory(), "mm-reports");
    }
}
