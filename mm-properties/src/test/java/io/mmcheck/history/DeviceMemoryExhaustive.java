package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Races of device-exclusive access, of coherent device memory and of mappings of a file: every property holds on today, whatever the schedule. */
class DeviceMemoryExhaustive {
    private static final List<Property> CLAIMS = Properties.all().stream()
            .filter(p -> p.kind() != Property.Kind.SOMETIMES)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "mapped-dirty, 2, device-atomic p0 0 0 2, store p0 0 3",
        "mapped-clean, 2, device-atomic p0 0 0 2; load p0 0, dontneed p0 0 1",
        "mapped-clean, 2, device-exclusive p0 0 1 0, fork p0 p1; load p1 0",
        "mapped-clean, 2, device-exclusive p0 0 1 0, reclaim p0 0; load p0 0",
        "shared-by-fork, 2, device-atomic p0 0 0 2; load p1 0, exit p0",
        "mapped-clean, 2, device-exclusive p0 0 1 0; mprotect-read p0 0 1, migrate-to-device p0 0 1 0",
        "mapped-dirty, 1, device-exclusive p0 0 1 0; clear-refs p0, device-store p0 0 1 0 3; load p0 0"
    })
    void exclusiveAccess(String setup, int preemptions, String first, String second) {
        holds(Config.SEARCH, setup, preemptions, first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "on-device, 2, load p0 0; store p0 0 3, migrate-to-system p0 0 1 0",
        "on-device, 2, evict-device 0, dontneed p0 0 1",
        "on-device, 1, evict-device 0, exit p0",
        "on-device, 1, fork p0 p1; store p1 0 2, evict-device 0; load p0 0",
        "mapped-clean, 2, migrate-to-device p0 0 1 0, store p0 0 3; get-fast p0 0 0; unpin 0",
        "zero-page, 2, migrate-to-device p0 0 2 0, store p0 0 3",
        "on-device, 2, device-atomic p0 0 0 2, store p0 0 3",
        "on-device, 2, madvise-free p0 0 1; pageout p0 0 1; load p0 0, device-store p0 0 1 0 3"
    })
    void coherentMemory(String setup, int preemptions, String first, String second) {
        holds(Config.SEARCH.withCoherent(1), setup, preemptions, first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "map-shared p0 0 2; store p0 0 2; pageout p0 0 2; load p0 0, load p0 1; store p0 0 3",
        "map-shared p0 0 2; store p0 0 2; migrate-to-device p0 0 2 0, store p0 0 3; dontneed p0 0 1; load p0 0",
        "map-shared p0 0 2; store p0 0 2; reclaim p0 0; load p0 0, reclaim p0 0; exit p0",
        "map-shared p0 0 2; store p0 0 2; migrate-to-device p0 0 2 0, munmap p0 0 2; evict-device 0",
        "map-file p0 0 2; load p0 0; device-exclusive p0 0 1 0, mlock p0 0 2; clear-refs p0; mprotect-read p0 0 2",
        "map-file p0 0 2; store p0 0 2; migrate-to-device p0 0 2 0, fork p0 p1; store p1 0 3"
    })
    void mappingsOfAFile(String first, String second) {
        holds(Config.SEARCH.withFiles(1, 2), "empty", 1, "munmap p0 0 2; " + first, second);
    }

    private static void holds(Config config, String setup, int preemptions, String... threads) {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (String thread : threads) {
            List<Operation<Machine>> operations = new ArrayList<>();
            for (String text : thread.split(";")) {
                operations.add(Actions.parse(text.trim()));
            }
            script.add(operations);
        }
        Case<Machine> scenario = new Case<>(Setups.of(setup, config.withCpus(threads.length)), script);
        Exploration<Machine> seen =
                Exhaustive.of(CLAIMS).within(Bounds.ofPreemptions(preemptions)).explore(scenario.world(Kernel.TODAY));
        assertThat(seen.found().values()).isEmpty();
        assertThat(seen.cutBy()).isNull();
        assertThat(seen.oopses()).isZero();
    }
}
