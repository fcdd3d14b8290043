package io.mmcheck.maven;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Mojo;

/** Lists properties, operations, patches and releases, one line each. */
@Mojo(name = "list", requiresProject = false, threadSafe = true)
public final class ListMojo extends AbstractMojo {
    @Override
    public void execute() {
        getLog().info("nothing to list yet");
    }
}
