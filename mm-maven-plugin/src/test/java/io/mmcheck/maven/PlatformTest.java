package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static Artifact artifact(String group, String id, String version) {
        return new DefaultArtifact(group, id, version, "test", "jar", null, new DefaultArtifactHandler("jar"));
    }

    @Test
    void oneVersionIsFine() {
        assertThat(Platform.misaligned(List.of(
                        artifact("org.junit.platform", "junit-platform-engine", "1.14.4"),
                        artifact("org.junit.platform", "junit-platform-launcher", "1.14.4"),
                        artifact("org.junit.jupiter", "junit-jupiter-engine", "5.14.4"))))
                .isNull();
        assertThat(Platform.misaligned(List.of())).isNull();
    }

    @Test
    void twoVersionsAreNamedWithTheirArtifacts() {
        assertThat(Platform.misaligned(List.of(
                        artifact("org.junit.platform", "junit-platform-engine", "6.1.3"),
                        artifact("org.junit.platform", "junit-platform-commons", "6.1.3"),
                        artifact("org.junit.platform", "junit-platform-launcher", "1.14.4"))))
                .contains("1.14.4 (junit-platform-launcher) and 6.1.3 (junit-platform-commons, junit-platform-engine)")
                .contains("junit-bom");
    }
}
