package io.mmcheck.history;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Minimizer;
import io.mmcheck.explore.Shrunk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.ActionRenaming;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * For each historic patch that breaks something: a scenario that shows it, and how small reasoning from the source said that it
 * can get. The exact shrinker then says how small it really gets.
 */
final class GroundTruth {
    /**
     * One line of the table.
     *
     * @param property the property that the reasoned figures are about
     * @param operations the reasoned number of operations, counted from the setup
     * @param preemptions the reasoned number of preemptions
     * @param script the scenario to start from, threads separated by {@code |}, operations by {@code ;}
     */
    record Bug(String patch, String property, String setup, int operations, int preemptions, String script) {
        Kernel kernel() {
            return Kernel.TODAY.with(patchOf(patch));
        }

        Case<Machine> scenario() {
            List<List<Operation<Machine>>> threads = new ArrayList<>();
            for (String thread : script.split("\\|")) {
                List<Operation<Machine>> operations = new ArrayList<>();
                for (String text : thread.split(";")) {
                    operations.add(Actions.parse(text));
                }
                threads.add(operations);
            }
            return new Case<>(Setups.of(setup, Config.SEARCH.withCpus(threads.size())), threads);
        }

        @Override
        public String toString() {
            return patch + " from " + setup;
        }
    }

    private static final String LOSE_D = "load p0 0; store p0 0 2; migrate-to-device p0 0 1 0; reclaim p0 0; load p0 0";
    private static final String LOSE_D_IN_RACE =
            "load p0 0; migrate-to-device p0 0 1 0; reclaim p0 0; load p0 0 | store p0 0 2";

    static final List<Bug> BUGS = List.of(
            new Bug("dirty-bit-not-copied", "no-lost-write", "swapped", 5, 0, LOSE_D),
            new Bug(
                    "dirty-bit-not-copied",
                    "no-lost-write",
                    "lazyfree",
                    4,
                    0,
                    "store p0 0 2; migrate-to-device p0 0 1 0; reclaim p0 0; load p0 0"),
            new Bug("flush-fixed-dirty-not-copied", "no-lost-write", "swapped", 5, 0, LOSE_D),
            new Bug("dirty-bit-from-stale-read", "no-lost-write", "swapped", 5, 1, LOSE_D_IN_RACE),
            new Bug(
                    "stale-pte-restored",
                    "no-lost-write",
                    "swapped",
                    7,
                    1,
                    "load p0 0; pin-fast p0 0 0; migrate-to-device p0 0 1 0; unpin 0; reclaim p0 0; load p0 0 | store p0 0 2"),
            new Bug(
                    "flush-after-unlock",
                    "tlb-within-pte",
                    "shared-by-fork",
                    4,
                    1,
                    "migrate-to-device p0 0 1 0 | load p0 0; dontneed p0 0 1; load p0 0"),
            new Bug(
                    "flush-after-unlock-all",
                    "tlb-within-pte",
                    "mapped-dirty",
                    4,
                    1,
                    "migrate-to-device p0 0 1 0 | store p0 0 1; dontneed p0 0 1; store p0 0 2; load p0 0"),
            new Bug(
                    "no-flush-before-copy",
                    "no-lost-write",
                    "mapped-dirty",
                    4,
                    1,
                    "migrate-to-device p0 0 1 0; load p0 0 | store p0 0 1; store p0 0 2"),
            new Bug(
                    "page-lock-blocks",
                    "no-deadlock",
                    "crossed",
                    2,
                    1,
                    "migrate-to-device p0 0 2 0 | migrate-to-device p1 0 2 0"),
            new Bug(
                    "waiter-takes-reference",
                    "wait-harmless",
                    "mapped-dirty",
                    2,
                    2,
                    "migrate-to-device p0 0 1 0 | load p0 0"),
            new Bug("waiter-takes-reference", "no-livelock", "on-device", 2, 1, "load p0 0 | load p0 0"),
            new Bug("device-fault-without-reference", "no-oops", "on-device", 2, 1, "load p0 0 | load p0 0"),
            new Bug("fault-page-not-counted", "no-livelock", "on-device", 1, 0, "load p0 0"),
            new Bug("device-fault-without-reference", "no-livelock", "on-device", 2, 1, "evict-device 0 | load p0 0"),
            new Bug("device-fault-livelock", "no-livelock", "on-device", 2, 2, "load p0 0 | load p0 0"),
            new Bug(
                    "pin-test-before-clear",
                    "pin-stable",
                    "mapped-dirty",
                    2,
                    2,
                    "migrate-to-device p0 0 1 0 | pin-fast p0 0 0"),
            new Bug(
                    "thp-reference-leak",
                    "references-balance",
                    "thp",
                    2,
                    1,
                    "migrate-to-device p0 0 2 0 | reclaim p0 0"),
            new Bug(
                    "pmd-migration-spin",
                    "no-stuck-spin",
                    "thp",
                    2,
                    1,
                    "migrate-to-device p0 0 2 0 | migrate-page p0 0"),
            new Bug(
                    "split-failure-not-skipped",
                    "no-livelock",
                    "thp",
                    2,
                    0,
                    "get-user p0 0 0; migrate-to-device p0 0 2 0"),
            new Bug(
                    "no-unstable-check",
                    "table-live",
                    "huge-zero",
                    3,
                    2,
                    "migrate-to-device p0 0 2 0 | dontneed p0 0 2"),
            new Bug(
                    "no-unstable-check",
                    "table-live",
                    "empty",
                    3,
                    1,
                    "madvise-hugepage p0 0 2; migrate-to-device p0 0 2 0 | store p0 0 2"),
            new Bug(
                    "large-folio-split-drops-ptl",
                    "arrays-consistent",
                    "thp",
                    3,
                    1,
                    "dontneed p0 0 1; migrate-to-device p0 0 2 0 | dontneed p0 0 2"),
            new Bug(
                    "large-folio-split-drops-ptl",
                    "no-oops",
                    "thp",
                    3,
                    1,
                    "dontneed p0 0 1; migrate-to-device p0 1 1 0 | dontneed p0 1 1"),
            new Bug(
                    "insert-leaks-charge",
                    "memcg-balances",
                    "empty",
                    2,
                    1,
                    "migrate-to-device p0 0 1 0 | store p0 0 1"),
            new Bug(
                    "device-page-mapping-kept",
                    "no-migration-entry-left",
                    "empty",
                    4,
                    0,
                    "store p0 0 1; migrate-to-device p0 0 1 0; load p0 0; migrate-to-device p0 1 1 0; load p0 1"),
            new Bug(
                    "migration-entry-without-young-dirty",
                    "bits-carried",
                    "mapped-dirty",
                    1,
                    0,
                    "migrate-to-device p0 0 1 0"),
            new Bug("cpages-without-holes", "arrays-consistent", "empty", 1, 0, "migrate-to-device p0 0 1 0"),
            new Bug("freed-page-on-lru", "freed-clean", "mapped-dirty", 1, 0, "migrate-to-device p0 0 1 0"),
            new Bug(
                    "device-mapping-without-seq-check",
                    "device-coherent",
                    "mapped-dirty",
                    3,
                    1,
                    "migrate-to-device p0 0 1 0; load p0 0 | dontneed p0 0 1; device-store p0 0 1 0 2"),
            new Bug(
                    "device-write-after-copy",
                    "no-lost-write",
                    "mapped-dirty",
                    3,
                    1,
                    "device-store p0 0 1 0 1; migrate-to-device p0 0 1 0; load p0 0 | device-store p0 0 1 0 2"),
            new Bug(
                    "device-write-without-dirty",
                    "no-lost-write",
                    "swapped",
                    4,
                    0,
                    "load p0 0; device-load p0 0 1 0; device-store p0 0 1 0 2; reclaim p0 0; load p0 0"),
            new Bug(
                    "exclusive-mapping-without-seq-check",
                    "device-coherent",
                    "mapped-dirty",
                    2,
                    1,
                    "device-exclusive p0 0 1 0 | dontneed p0 0 1"),
            new Bug("swap-bits-miscopied", "bits-carried", "on-device", 1, 0, "load p0 0"),
            new Bug(
                    "uffd-wp-lost-on-zero-page",
                    "bits-carried",
                    "zero-page",
                    2,
                    0,
                    "uffd-wp p0 0 1; migrate-to-device p0 0 1 0"),
            new Bug("anon-vma-not-held", "rmap-walk-safe", "on-device", 1, 0, "evict-device 0"),
            new Bug("anon-vma-not-held", "no-oops", "on-device", 2, 1, "evict-device 0 | exit p0"),
            new Bug(
                    "flush-put-off-past-refill",
                    "no-lost-write",
                    "mapped-clean",
                    4,
                    1,
                    "load p0 0; device-store p0 0 1 0 3; load p0 0 | reclaim p0 0"),
            new Bug("anon-vma-not-held", "freed-clean", "on-device", 2, 2, "evict-device 0 | load p0 0"),
            new Bug(
                    "own-migration-unseen-by-readers",
                    "device-coherent",
                    "empty",
                    2,
                    2,
                    "migrate-to-device p0 0 1 0 | device-load p0 0 1 0"));

    /** States of a single search; its preemptions; and a guard. */
    static final Bounds BOUNDS = new Bounds(2, 400_000, Duration.ofSeconds(120));

    private static final Map<String, Map<String, Shrunk<Machine>>> SHRUNK = new ConcurrentHashMap<>();

    private GroundTruth() {}

    static Patch patchOf(String id) {
        return Patches.all().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }

    /** The smallest counterexample for each property that the patch is said to break and that the scenario shows. */
    static Map<String, Shrunk<Machine>> shrunk(Bug bug) {
        return SHRUNK.computeIfAbsent(bug.toString() + bug.script, key -> shrink(bug));
    }

    private static Map<String, Shrunk<Machine>> shrink(Bug bug) {
        Kernel kernel = bug.kernel();
        Map<String, Shrunk<Machine>> all = new LinkedHashMap<>();
        for (String property : new TreeSet<>(patchOf(bug.patch).breaks())) {
            @Nullable
            Shrunk<Machine> small = new Minimizer<>(kernel, Properties.named(property), new ActionRenaming(), BOUNDS)
                    .shrink(bug.scenario(), List.of(bug.scenario().setup()));
            if (small != null) {
                all.put(property, small);
            }
        }
        return all;
    }
}
