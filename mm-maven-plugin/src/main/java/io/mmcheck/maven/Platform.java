package io.mmcheck.maven;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.jspecify.annotations.Nullable;

/**
 * Whether all parts of the JUnit Platform on a test class path have one version. With different ones an engine finds no test,
 * says nothing, and the build is green.
 */
final class Platform {
    private static final String GROUP = "org.junit.platform";

    private Platform() {}

    /** What is wrong, with the versions and what to do about it, or null. */
    static @Nullable String misaligned(Collection<Artifact> artifacts) {
        Map<String, Set<String>> byVersion = new TreeMap<>();
        for (Artifact artifact : artifacts) {
            if (artifact.getGroupId().equals(GROUP)) {
                byVersion
                        .computeIfAbsent(artifact.getBaseVersion(), v -> new TreeSet<>())
                        .add(artifact.getArtifactId());
            }
        }
        if (byVersion.size() < 2) {
            return null;
        }
        String found = byVersion.entrySet().stream()
                .map(e -> e.getKey() + " (" + String.join(", ", e.getValue()) + ")")
                .collect(Collectors.joining(" and "));
        return "the test class path mixes versions of " + GROUP + ": " + found
                + ". With such a mix engines find no tests and say nothing. Import org.junit:junit-bom into"
                + " dependencyManagement so that all of them have one version.";
    }
}
