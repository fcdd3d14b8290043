package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mmcheck.history.mutant.Mutants;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    @Test
    void everyReleaseCanBeBuilt() {
        assertThat(Release.ALL)
                .extracting(Release::name)
                .containsExactly("v5.10", "v5.15", "v5.16", "v5.19", "v6.0", "v6.1", "v6.4", "v6.5", "v6.12");
        for (Release release : Release.ALL) {
            assertThat(Kernels.parse(release.name()).patches()).isEqualTo(release.patches());
        }
    }

    @Test
    void everyPatchCanBePutOnToday() {
        for (Patch patch : Patches.all()) {
            assertThatCode(() -> Kernels.parse("today+" + patch.id())).doesNotThrowAnyException();
        }
    }

    @Test
    void everyPatchCanBeTakenOffItsReleases() {
        for (Release release : Release.ALL) {
            for (Patch patch : release.patches()) {
                assertThat(Kernels.parse(release.name() + "-" + patch.id()).patches())
                        .hasSize(release.patches().size() - 1);
            }
        }
    }

    @Test
    void theFixOf60WasThreePatches() {
        Kernel fixed = Kernels.parse("v5.19-flush-after-unlock-stale-pte-restored-dirty-bit-not-copied");
        assertThat(fixed.patches())
                .extracting(Patch::id)
                .isEqualTo(
                        Kernels.parse("v6.0").patches().stream().map(Patch::id).toList());
    }

    @Test
    void everyPatchOfThePackagesIsOnItsList() throws IOException, URISyntaxException {
        assertThat(classesOf("io/mmcheck/history"))
                .isEqualTo(new TreeSet<>(History.ALL.stream()
                        .map(p -> p.getClass().getSimpleName())
                        .toList()));
        assertThat(classesOf("io/mmcheck/history/mutant"))
                .isEqualTo(new TreeSet<>(Mutants.ALL.stream()
                        .map(p -> p.getClass().getSimpleName())
                        .toList()));
    }

    private static TreeSet<String> classesOf(String folder) throws IOException, URISyntaxException {
        URL url = Objects.requireNonNull(Kernels.class.getResource("/" + folder + "/package-info.class"));
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(url.toURI()).getParent()))) {
            for (Path file : files.toList()) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                if (name.endsWith(".class") && !name.contains("$") && isPatch(folder, name)) {
                    names.add(name.substring(0, name.length() - 6));
                }
            }
        }
        return names;
    }

    private static boolean isPatch(String folder, String file) {
        try {
            Class<?> type = Class.forName((folder + "/" + file.substring(0, file.length() - 6)).replace('/', '.'));
            return Patch.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void aMutantIsInNoReleaseAndBreaksSomething() {
        List<String> released = Release.ALL.stream()
                .flatMap(r -> r.patches().stream())
                .map(Patch::id)
                .toList();
        for (Patch mutant : Mutants.ALL) {
            assertThat(released).doesNotContain(mutant.id());
            assertThat(mutant.breaks()).isNotEmpty();
        }
    }
}
