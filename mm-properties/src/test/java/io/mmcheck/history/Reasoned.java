package io.mmcheck.history;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What reading the source had suggested, where the search found otherwise, and why. */
final class Reasoned {
    private static final String OWED =
            "the reasoned run goes on to the load of old data; the property is broken as soon as the lock is released";
    private static final String ONE_STORE =
            "one store does for two: it has found the page, is preempted, and writes when the copy has been made;"
                    + " fewer operations cost one preemption more. The loss shows at the store, so nobody has to read";

    /** By patch and property: why the figures differ from the reasoned ones. */
    static final Map<String, String> WHY = new TreeMap<>(
            Map.of(
                    "flush-after-unlock, tlb-within-pte",
                    OWED,
                    "flush-after-unlock-all, tlb-within-pte",
                    OWED,
                    "no-flush-before-copy, no-lost-write",
                    ONE_STORE,
                    "device-write-after-copy, no-lost-write",
                    ONE_STORE,
                    "device-fault-livelock, no-livelock",
                    "counted up to the loop, into which one preemption leads; a round of it has more",
                    "pin-test-before-clear, pin-stable",
                    "only the migration is preempted, between test and clear: GUP-fast runs to its end in one go",
                    "device-mapping-without-seq-check, device-coherent",
                    "the mapping is wrong before the device uses it; the third operation is for no-lost-write",
                    "no-unstable-check, table-live",
                    "the split that does nothing leaves no pmd at all, which is wrong enough: nobody has to fault a huge page in"));

    /** What each patch was thought to break. */
    static final Map<String, Set<String>> BREAKS = Map.ofEntries(
            Map.entry("dirty-bit-not-copied", Set.of("no-lost-write", "dirty-carried", "clean-swap-cache")),
            Map.entry("dirty-bit-from-stale-read", Set.of("no-lost-write", "dirty-carried", "clean-swap-cache")),
            Map.entry("stale-pte-restored", Set.of("no-lost-write", "dirty-carried", "clean-swap-cache")),
            Map.entry("flush-after-unlock", Set.of("tlb-within-pte", "no-lost-write")),
            Map.entry("flush-after-unlock-all", Set.of("tlb-within-pte", "no-lost-write")),
            Map.entry("no-flush-before-copy", Set.of("flushed-before-copy", "no-lost-write")),
            Map.entry("page-lock-blocks", Set.of("no-deadlock", "lock-order")),
            Map.entry("waiter-takes-reference", Set.of("wait-harmless")),
            Map.entry("device-fault-without-reference", Set.of("no-oops", "references-balance")),
            Map.entry("fault-page-not-counted", Set.of("no-livelock")),
            Map.entry("device-fault-livelock", Set.of("no-livelock")),
            Map.entry("pin-test-before-clear", Set.of("pin-stable", "anon-exclusive-unique")),
            Map.entry("thp-reference-leak", Set.of("references-balance")),
            Map.entry("pmd-migration-spin", Set.of("no-stuck-spin")),
            Map.entry("split-failure-not-skipped", Set.of("collect-ends")),
            Map.entry("no-unstable-check", Set.of("table-live")),
            Map.entry("anon-vma-not-held", Set.of("rmap-walk-safe", "no-oops")),
            Map.entry("swap-bits-miscopied", Set.of("bits-carried")),
            Map.entry("insert-leaks-charge", Set.of("memcg-balances", "freed-clean")),
            Map.entry("device-page-mapping-kept", Set.of("no-migration-entry-left", "mapcount-exact")),
            Map.entry("cpages-without-holes", Set.of("arrays-consistent")),
            Map.entry("freed-page-on-lru", Set.of("freed-clean")),
            Map.entry("device-mapping-without-seq-check", Set.of("device-coherent")),
            Map.entry("device-write-after-copy", Set.of("no-lost-write")));

    /** Why a patch does not break what it was thought to break. */
    static final Map<String, String> WHY_NOT = new TreeMap<>(Map.of(
            "device-fault-without-reference",
            "the first use of the freed page ends the run: no step is left that could leave a count wrong",
            "device-page-mapping-kept",
            "every pte is counted when it is set and when it is cleared; only rmap looks for it in the wrong place"));

    private Reasoned() {}
}
