package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Shrunk;
import io.mmcheck.history.GroundTruth.Bug;
import io.mmcheck.history.mutant.Mutant;
import io.mmcheck.history.mutant.Mutants;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exhaustive search finds every mutant, and together with the historic patches they break every property. */
class MutantsExhaustive {
    private static final String MIGRATE = "migrate-to-device p0 0 1 0";

    static final List<Bug> MUTANTS = List.of(
            new Bug(
                    "anonymous-fault-not-rechecked",
                    "one-page-per-address",
                    "empty",
                    2,
                    1,
                    "store p0 0 1; load p0 0 | load p0 0"),
            new Bug(
                    "anonymous-fault-not-rechecked",
                    "device-coherent",
                    "empty",
                    2,
                    1,
                    "device-store p0 0 1 0 1 | load p0 0"),
            new Bug("anonymous-fault-not-rechecked", "pin-stable", "empty", 2, 1, "pin-user p0 0 0 | load p0 0"),
            new Bug(
                    "anonymous-fault-not-rechecked",
                    "bits-carried",
                    "empty",
                    3,
                    2,
                    "store p0 0 1; " + MIGRATE + " | load p0 0"),
            new Bug("copy-mapped-over", "cleared-first", "shared-by-fork", 1, 0, "store p0 0 1"),
            new Bug("device-page-in-swap-cache", "swap-cache-exact", "mapped-clean", 1, 0, MIGRATE),
            new Bug("dirty-flag-left-behind", "flags-carried", "mapped-dirty", 1, 0, MIGRATE),
            new Bug(
                    "dirty-flag-left-behind",
                    "no-lost-write",
                    "lazyfree",
                    5,
                    0,
                    "store p0 0 1; " + MIGRATE + "; evict-device 0; reclaim p0 0; load p0 0"),
            new Bug("inserted-not-uptodate", "mapped-ready", "empty", 1, 0, MIGRATE),
            new Bug(
                    "invalidation-ends-twice",
                    "device-coherent",
                    "mapped-dirty",
                    3,
                    2,
                    "migrate-page p0 0; dontneed p0 0 1 | " + MIGRATE),
            new Bug("invalidation-ends-twice", "notifiers-balance", "shared-by-fork", 1, 0, MIGRATE),
            new Bug("moved-while-written", "no-writeback-at-move", "swapped", 2, 0, "load p0 0; " + MIGRATE),
            new Bug("put-before-unlock", "unlocked-before-put", "mapped-dirty", 2, 0, "get-user p0 0 0; " + MIGRATE),
            new Bug("reclaim-keeps-rss", "rss-balances", "mapped-dirty", 1, 0, "reclaim p0 0"),
            new Bug(
                    "restored-stays-locked",
                    "all-unlocked",
                    "mapped-dirty",
                    2,
                    0,
                    "get-user p0 0 0; " + MIGRATE + "; load p0 1"),
            new Bug("restored-stays-locked", "no-deadlock", "on-device", 2, 2, "load p0 0 | " + MIGRATE),
            new Bug(
                    "restored-stays-locked",
                    "no-oops",
                    "mapped-dirty",
                    4,
                    0,
                    "get-user p0 0 0; " + MIGRATE + "; dontneed p0 0 1; unpin 0"),
            new Bug("returned-off-the-lists", "on-a-list", "on-device", 1, 0, "load p0 0"),
            new Bug("soft-dirty-not-carried", "bits-carried", "mapped-dirty", 1, 0, MIGRATE),
            new Bug("split-keeps-entire-mapcount", "thp-mapcounts-exact", "thp", 1, 0, "dontneed p0 0 1"),
            new Bug("swap-entry-taken-for-hole", "hole-honest", "swapped", 1, 0, MIGRATE + "; load p0 0"),
            new Bug(
                    "unlocked-before-mapped",
                    "migration-entry-locked",
                    "mapped-dirty",
                    1,
                    0,
                    MIGRATE + " | load p0 0"));

    static Stream<Bug> mutants() {
        return MUTANTS.stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isFoundAndNoLargerThanReasoned(Bug mutant) {
        Shrunk<Machine> small = GroundTruth.shrunk(mutant).get(mutant.property());
        assertThat(small).as("%s breaks %s", mutant, mutant.property()).isNotNull();
        int operations = small.scenario().size();
        assertThat(operations).as("operations of %s", small.scenario()).isLessThanOrEqualTo(mutant.operations());
        if (operations == mutant.operations()) {
            assertThat(small.found().run().preemptions())
                    .as("preemptions of %s", small.scenario())
                    .isLessThanOrEqualTo(mutant.preemptions());
        }
    }

    @Test
    void reasonsAreSaidInWords() {
        List<String> raw = Stream.concat(MUTANTS.stream(), GroundTruth.BUGS.stream())
                .flatMap(bug -> GroundTruth.shrunk(bug).values().stream())
                .map(small -> small.found().reason())
                .filter(reason -> reason.matches(".*(\\w\\[|@[0-9a-f]).*"))
                .toList();
        assertThat(raw).isEmpty();
    }

    @Test
    void whatAMutantIsSaidToBreakIsShownSomewhere() {
        for (Mutant mutant : Mutants.ALL) {
            TreeSet<String> left = new TreeSet<>(mutant.breaks());
            MUTANTS.stream()
                    .filter(bug -> bug.patch().equals(mutant.id()))
                    .forEach(bug -> left.removeAll(GroundTruth.shrunk(bug).keySet()));
            assertThat(left).as("of what %s is said to break", mutant.id()).isEmpty();
        }
    }

    @Test
    void everyPropertyIsBrokenBySomePatch() {
        TreeSet<String> unbroken = new TreeSet<>();
        for (Property property : Properties.all()) {
            if (property.kind() != Property.Kind.SOMETIMES) {
                unbroken.add(property.id());
            }
        }
        for (Patch patch : Patches.all()) {
            unbroken.removeAll(patch.breaks());
        }
        assertThat(unbroken).as("a property that nobody breaks is no property").isEmpty();
    }
}
