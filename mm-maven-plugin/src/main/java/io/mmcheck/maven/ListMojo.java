package io.mmcheck.maven;

import io.mmcheck.run.Request;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Lists properties, operations, setups, patches and releases, one line each, those of the module included. */
@Mojo(name = "list", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class ListMojo extends ForkedMojo {
    @Override
    void run() throws MojoExecutionException {
        fork(Request.of("list"), message -> {});
    }
}
