package io.mmcheck.maven;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.ModuleResults;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * One page for all modules of a build, in the reports directory of the module in which Maven was started. It reads what the
 * goals have left in each module; a module without results is listed as such.
 */
@Mojo(name = "report-aggregate", aggregator = true, threadSafe = true)
public final class ReportAggregateMojo extends PageMojo {
    /** Where the page goes; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.aggregateDirectory")
    private @Nullable File aggregateDirectory;

    @Override
    Path directory() {
        return aggregateDirectory == null ? reports() : aggregateDirectory.toPath();
    }

    @Override
    List<ModuleResults> modules() throws IOException {
        List<ModuleResults> modules = new ArrayList<>();
        for (MavenProject module : session().getProjects()) {
            Path results = Path.of(module.getBuild().getDirectory(), FOLDER);
            modules.add(new ModuleResults(module.getArtifactId(), Collected.below(results)));
        }
        return modules;
    }

    @Override
    String summary(List<ModuleResults> modules) {
        long empty = modules.stream().filter(m -> m.documents().isEmpty()).count();
        return Layout.count(modules.size(), "module", "modules") + (empty == 0 ? "" : ", " + empty + " without results")
                + ",";
    }
}
