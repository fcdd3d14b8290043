package io.mmcheck.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.driver.FopsMmap;
import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.history.Patches;
import io.mmcheck.house.Labels.Label;
import io.mmcheck.house.Labels.Missing;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every label of every program has a step, and some run executes it: a label that nothing reaches would claim what nobody has
 * tried. Runs are those of exhaustive searches: each operation from every setup, scenarios by hand for what takes more, and if
 * something is still missing every list of two operations. What a patch brings has to be reached on kernel today with that patch.
 */
class LabelsReachedExhaustive {
    private static final Map<Program<?, ?>, Class<?>> PROGRAMS = Labels.programs();

    /** Of pages that leave the swap cache as soon as they are mapped, as with zram. */
    private static final Config WITHOUT_SWAP_CACHE = withoutSwapCache(Config.SEARCH);

    /** A file of two pages, which both processes can map. */
    private static final Config WITH_FILE = withFile(Config.SEARCH);

    /** Each shows what no single operation does. */
    private static final List<Scenario> SCENARIOS = List.of(
            // a swap-in that bypasses the swap cache, and another that comes upon it
            new Scenario(WITHOUT_SWAP_CACHE, "swapped", "load p0 0 | load p0 0"),
            new Scenario(WITHOUT_SWAP_CACHE, "mapped-dirty", "reclaim p0 0"),
            // the other mapping is gone: the page is reused
            new Scenario(Config.SEARCH, "shared-by-fork", "exit p1; store p0 0 1"),
            // somebody else still has the swap slot: the page cannot leave the swap cache, and so not migrate
            new Scenario(Config.SEARCH, "shared-by-fork", "reclaim p0 0; load p0 0; migrate-to-device p0 0 1 0"),
            // a reference comes between the two checks, through the other mapping
            new Scenario(Config.SEARCH, "shared-by-fork", "migrate-to-device p0 0 1 0 | get-fast p1 0 0"),
            // collect cannot lock the page, a later try can, and finds a reference too many
            new Scenario(Config.SEARCH, "mapped-dirty", "get-user p0 0 0; reclaim p0 0 | migrate-to-device p0 0 1 0"),
            // eviction holds no mmap_lock: whoever does can meet its migration entries
            new Scenario(Config.SEARCH, "on-device", "evict-device 0 | fork p0 p1"),
            new Scenario(Config.SEARCH, "on-device", "evict-device 0 | mprotect-read p0 0 1"),
            // huge pages: the first touch, one that is shared no longer, and one that somebody locks just now
            new Scenario(Config.SEARCH, "empty", "madvise-hugepage p0 0 2; store p0 0 1"),
            new Scenario(Config.SEARCH, "thp", "mprotect-read p0 0 2"),
            new Scenario(Config.SEARCH, "thp", "uffd-wp p0 0 2; uffd-wp p0 0 1"),
            new Scenario(Config.SEARCH, "thp", "fork p0 p1; exit p1; store p0 0 2"),
            new Scenario(Config.SEARCH, "thp", "fork p0 p1; store p0 0 2 | reclaim p0 0"),
            // a file: shared, written, thrown out of the page table, swapped out and in, and private
            new Scenario(
                    WITH_FILE, "empty", "munmap p0 0 2; map-shared p0 0 2; load p0 0; store p0 0 1; dontneed p0 0 1"),
            new Scenario(
                    WITH_FILE, "empty", "munmap p0 0 2; map-shared p0 0 2; store p0 0 1; reclaim p0 0; store p0 0 2"),
            new Scenario(
                    WITH_FILE,
                    "empty",
                    "munmap p0 0 2; map-shared p0 0 2; store p0 0 1; dontneed p0 0 1; store p0 0 2"),
            new Scenario(
                    WITH_FILE, "empty", "munmap p0 0 2; map-shared p0 0 2; store p0 0 1; clear-refs p0; store p0 0 2"),
            new Scenario(WITH_FILE, "empty", "munmap p0 0 2; map-file p0 0 2; load p0 0; store p0 1 1"));

    /** Threads are separated by {@code |}, operations by {@code ;}. */
    private record Scenario(Config sizes, String setup, String script) {
        World<Machine> world(Kernel kernel) {
            List<List<Operation<Machine>>> threads = new ArrayList<>();
            for (String thread : script.split("\\|")) {
                threads.add(Arrays.stream(thread.split(";"))
                        .<Operation<Machine>>map(Actions::parse)
                        .toList());
            }
            Config config = sizes.withCpus(threads.size());
            return World.of(kernel, Setups.of(setup, config).machine(), threads);
        }
    }

    private static Config withoutSwapCache(Config c) {
        return new Config(
                c.processes(),
                c.addresses(),
                c.ptesPerTable(),
                c.frames(),
                c.deviceFrames(),
                c.devices(),
                c.cpus(),
                c.swapSlots(),
                c.holds(),
                false);
    }

    private static Config withFile(Config c) {
        return new Config(
                c.processes(),
                c.addresses(),
                c.ptesPerTable(),
                c.frames(),
                c.deviceFrames(),
                c.devices(),
                c.cpus(),
                c.swapSlots(),
                c.holds(),
                c.swapCacheKept(),
                c.coherent(),
                1,
                2);
    }

    @Test
    void everyLabelOfTodayIsReached() {
        Missing missing = new Missing(ofToday());
        search(Kernel.TODAY, missing);
        search(Kernel.TODAY.with(new WithinSystemMemory()), missing);
        assertThat(missing.left()).as("labels that no run executes").isEmpty();
    }

    private static Set<Label> ofToday() {
        Set<Label> labels = new LinkedHashSet<>();
        PROGRAMS.forEach((program, type) -> {
            // mapping the driver's own pages is no operation: the scenarios of the kernel's hmm-tests.c do it
            if (!isHistory(type) && type != FopsMmap.class) {
                labels.addAll(Label.of(program));
            }
        });
        return labels;
    }

    @Test
    void everyLabelThatAPatchBringsIsReached() {
        Set<Label> missing = new LinkedHashSet<>();
        PROGRAMS.forEach((program, type) -> {
            if (isHistory(type)) {
                missing.addAll(Label.of(program));
            }
        });
        List<String> unreached = new ArrayList<>();
        for (Patch patch : Patches.all()) {
            Missing ofPatch = new Missing(broughtBy(patch));
            search(Kernel.TODAY.with(patch), ofPatch);
            missing.removeAll(broughtBy(patch));
            ofPatch.left().forEach(label -> unreached.add(patch.id() + ": " + label));
        }
        assertThat(unreached).as("labels that no run executes").isEmpty();
        assertThat(missing).as("labels of programs that no patch puts in place").isEmpty();
    }

    private static Set<Label> broughtBy(Patch patch) {
        Kernel kernel = Kernel.TODAY.with(patch);
        Set<Label> labels = new LinkedHashSet<>();
        for (Edit edit : patch.edits()) {
            if (edit instanceof Edit.Replace replace) {
                labels.add(new Label(replace.program(), replace.label()));
            } else if (edit instanceof Edit.Insert insert) {
                List<Enum<?>> more = new ArrayList<>(kernel.labels(insert.program()));
                more.removeAll(insert.program().labels());
                more.forEach(label -> labels.add(new Label(insert.program(), label)));
            } else if (edit instanceof Edit.Swap swap) {
                labels.addAll(Label.of(swap.by()));
            }
        }
        return labels;
    }

    @Test
    void everyLabelHasAStep() {
        Set<Enum<?>> steps = new HashSet<>();
        PROGRAMS.keySet().forEach(program -> steps.addAll(program.labels()));
        Patches.all().forEach(patch -> broughtBy(patch).forEach(label -> steps.add(label.label())));
        Set<String> without = new TreeSet<>();
        for (Class<?> at : Labels.enums()) {
            Arrays.stream(at.getEnumConstants())
                    .filter(label -> !steps.contains(label))
                    .forEach(label -> without.add(at.getName() + "." + label));
        }
        assertThat(without).as("labels without a step").isEmpty();
    }

    @Test
    void aLabelThatNothingReachesIsNamed() {
        Missing missing = new Missing(ofToday());
        World<Machine> world = World.of(
                Kernel.TODAY,
                Setups.of(Setups.EMPTY, Config.SEARCH).machine(),
                List.of(List.of(Actions.parse("load p0 0")), List.of()));
        Exhaustive.of(List.of(missing)).explore(world);
        assertThat(missing.left()).extracting(Label::toString).contains("do_swap_page.SET_PTE");
        assertThat(missing.left()).extracting(Label::toString).doesNotContain("do_anonymous_page.SET_PTE");
    }

    private static boolean isHistory(Class<?> type) {
        return type.getPackageName().startsWith("io.mmcheck.history");
    }

    /** Goes on until nothing is missing. */
    private static void search(Kernel kernel, Missing missing) {
        lists(kernel, 1, missing);
        for (Scenario scenario : SCENARIOS) {
            if (!missing.left().isEmpty()) {
                search(missing, 2).explore(scenario.world(kernel));
            }
        }
        lists(kernel, 2, missing);
    }

    private static void lists(Kernel kernel, int budget, Missing missing) {
        for (String setup : Setups.names()) {
            if (!missing.left().isEmpty()) {
                Machine machine = Setups.of(setup, Config.SEARCH).machine();
                search(missing, budget - 1).explore(new Alphabet<>(kernel, machine, 2, operations(), budget, true));
            }
        }
    }

    private static Exhaustive<Machine> search(Missing missing, int preemptions) {
        return Exhaustive.of(List.of(missing))
                .within(Bounds.ofPreemptions(preemptions))
                .untilAllViolated();
    }

    /** One operation of each kind, on one page. */
    private static List<Operation<Machine>> operations() {
        List<Operation<Machine>> all = new ArrayList<>();
        Operations.ALL.forEach(kind -> all.add(kind.make(kind.parameters().stream()
                .map(p -> p == Parameter.OTHER_PROCESS ? 1 : p.lowest())
                .toList())));
        return all;
    }
}
