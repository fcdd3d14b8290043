package io.mmcheck.maven;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.ModuleResults;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Puts what check, explore, conform and mutate have left in the reports directory into one page: {@code index.html}, which needs
 * no other file and no network. It runs nothing; without results the page says so.
 */
@Mojo(name = "report", requiresProject = false, threadSafe = true)
public final class ReportMojo extends PageMojo {
    /** Where the results are and the page goes; {@code mm-reports} in the build directory if it is not given. */
    @Parameter(property = "mm.reportsDirectory")
    private @Nullable File reportsDirectory;

    @Override
    Path directory() {
        return reportsDirectory == null ? reports() : reportsDirectory.toPath();
    }

    @Override
    List<ModuleResults> modules() throws IOException {
        return List.of(new ModuleResults("", Collected.below(directory())));
    }

    @Override
    String summary(List<ModuleResults> modules) {
        return Layout.count(modules.get(0).documents().size(), "file", "files") + " of results";
    }
}
