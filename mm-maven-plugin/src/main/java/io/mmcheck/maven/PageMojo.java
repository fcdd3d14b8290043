package io.mmcheck.maven;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the goals share that make a page of results that are there: they run nothing. */
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
abstract class PageMojo extends AbstractMojo {
    static final String FOLDER = "mm-reports";

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Skips this goal. */
    @Parameter(property = "mm.skip", defaultValue = "false")
    private boolean skip;

    final MavenSession session() {
        return session;
    }

    /** Without a project of one's own Maven knows no build directory. */
    final Path reports() {
        return project.getFile() == null
                ? Path.of(session.getExecutionRootDirectory(), "target", FOLDER)
                : Path.of(project.getBuild().getDirectory(), FOLDER);
    }

    @Override
    public final void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("skipped (mm.skip)");
            return;
        }
        try {
            Path directory = directory();
            Path page = directory.resolve("index.html");
            List<ModuleResults> modules = modules();
            Reports.write(directory, page, Page.of(modules));
            getLog().info(Untrusted.line(summary(modules) + " in " + page.toAbsolutePath()));
        } catch (IOException e) {
            throw new MojoExecutionException("no report: " + e.getMessage(), e);
        }
    }

    /** Where the page goes. */
    abstract Path directory();

    /**
     * What goes into it.
     *
     * @throws IOException if a file of results cannot be read, see {@link Collected#below}
     */
    abstract List<ModuleResults> modules() throws IOException;

    /** What was found, in few words. */
    abstract String summary(List<ModuleResults> modules);
}
