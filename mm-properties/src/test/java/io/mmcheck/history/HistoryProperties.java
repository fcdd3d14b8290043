package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.history.mutant.Mutants;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The random search of a check finds what was broken once, with every seed and within the default number of runs; and no patch
 * breaks more than it declares. Endless runs are left to the exhaustive search.
 */
class HistoryProperties {
    /** So many runs look for what a patch does not declare. */
    private static final int RUNS = 200;

    /**
     * What random search finds only with most seeds, and why; the exhaustive search finds them always. They are no bugs of a
     * released kernel but findings against a recorded driver.
     */
    private static final Map<String, String> RARE = Map.of(
            "own-migration-unseen-by-readers",
            "a reader must stand between two of its steps while a migration fills a hole between two of its own",
            "flush-put-off-past-refill",
            "a fault and an access by an old TLB entry must both fall between two steps of reclaim");

    private static final Set<String> SAFETY = Properties.all().stream()
            .filter(property -> property.kind() == Property.Kind.SAFETY)
            .map(Property::id)
            .collect(Collectors.toUnmodifiableSet());

    static Stream<Patch> patches() {
        return Stream.concat(History.ALL.stream(), Mutants.ALL.stream());
    }

    static Stream<Release> releases() {
        return Release.ALL.stream();
    }

    static Stream<Patch> thatBreakSafety() {
        return History.ALL.stream()
                .map(Patch.class::cast)
                .filter(patch -> !RARE.containsKey(patch.id()) && !safety(patch).isEmpty());
    }

    private static Set<String> safety(Patch patch) {
        Set<String> broken = new TreeSet<>(patch.breaks());
        broken.retainAll(SAFETY);
        return broken;
    }

    @ParameterizedTest
    @MethodSource("thatBreakSafety")
    void everySeedFindsWhatIsBroken(Patch patch) {
        List<Integer> firsts = RandomSearch.firsts(Kernel.TODAY.with(patch), RandomSearch.SEEDS, safety(patch));
        assertThat(firsts)
                .as("the run that first shows %s, for each seed from 1 (0: none does)", patch.id())
                .doesNotContain(0);
    }

    /** The lost reference and the hang, both confirmed on a real 6.12.117 kernel: by runs that know of neither. */
    @ParameterizedTest
    @ValueSource(strings = {"references-balance", "no-stuck-spin"})
    void everySeedFindsTheConfirmedFindingsOnTheRecordedKernel(String property) {
        Kernel recorded = Kernels.parse("v6.12");
        assertThat(RandomSearch.firsts(recorded, RandomSearch.SEEDS, Set.of(property)))
                .as("the run that first shows %s, for each seed from 1 (0: none does)", property)
                .doesNotContain(0);
    }

    @ParameterizedTest
    @MethodSource("patches")
    void nothingElseIsBroken(Patch patch) {
        Set<String> violated = new TreeSet<>(RandomSearch.violated(Kernel.TODAY.with(patch), RUNS));
        assertThat(patch.breaks()).as("what %s breaks", patch.id()).containsAll(violated);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void aReleaseBreaksWhatItsPatchesBreak(Release release) {
        Set<String> declared = release.patches().stream()
                .flatMap(patch -> patch.breaks().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(declared)
                .as("what %s breaks", release.name())
                .containsAll(RandomSearch.violated(release.kernel(), RUNS));
    }

    /** A property that nothing breaks is none: it could be true of anything. */
    @Test
    void everyPropertyIsBrokenBySomething() {
        Set<String> broken =
                patches().flatMap(patch -> patch.breaks().stream()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(Properties.all().stream()
                        .filter(property -> property.kind() != Property.Kind.SOMETIMES)
                        .map(Property::id))
                .isSubsetOf(broken);
    }

    @Test
    void everyPatchBreaksPropertiesThatThereAre() {
        Set<String> ids = Properties.all().stream().map(Property::id).collect(Collectors.toSet());
        assertThat(patches().flatMap(patch -> patch.breaks().stream())).isSubsetOf(ids);
    }
}
