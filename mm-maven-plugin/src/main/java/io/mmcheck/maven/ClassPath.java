package io.mmcheck.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What the forked JVM sees: the test class path of the module, if mm-properties is on it, so that its own properties, patches
 * and drivers are found; otherwise the library that came with the plugin.
 */
record ClassPath(List<String> elements, boolean ofModule, Collection<Artifact> artifacts) {
    private static final String ENTRY_POINT = "io/mmcheck/run/Forked.class";

    static ClassPath of(MavenProject project, PluginDescriptor plugin) throws MojoExecutionException {
        try {
            List<String> own = project.getTestClasspathElements();
            if (own.stream().anyMatch(ClassPath::hasEntryPoint)) {
                return new ClassPath(List.copyOf(own), true, project.getArtifacts());
            }
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("the test class path is not resolved", e);
        }
        List<String> library = plugin.getArtifacts().stream()
                .map(Artifact::getFile)
                .filter(f -> f != null)
                .map(File::getPath)
                .toList();
        return new ClassPath(library, false, plugin.getArtifacts());
    }

    /** What is wrong with the versions of the JUnit Platform on it, or null. */
    @Nullable
    String platform() {
        return Platform.misaligned(artifacts);
    }

    private static boolean hasEntryPoint(String element) {
        Path path = Path.of(element);
        if (Files.isDirectory(path)) {
            return Files.exists(path.resolve(ENTRY_POINT));
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.getEntry(ENTRY_POINT) != null;
        } catch (IOException e) {
            return false; // a dependency that is no jar
        }
    }
}
