package io.mmcheck.history;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel that was released: what it did otherwise than today's on the paths that are modelled, and nothing else. Two things
 * are left out. Before 5.19 other copy-on-write rules held, without PG_anon_exclusive. And what a memory barrier has mended cannot go wrong here, as every step is seen by all at once: {@link
 * PinTestBeforeClear} stands for it, and has to be asked for.
 *
 * @param name its name, such as {@code v5.19} for 5.19.0
 * @param description what it takes back, in a line
 * @param patches ordered; each takes one thing back
 */
public record Release(String name, String description, List<Patch> patches) {
    /** Oldest first. */
    public static final List<Release> ALL = List.of(v510(), v515(), v516(), v519(), v60(), v61(), v64(), v65(), v612());

    public Release {
        patches = List.copyOf(patches);
    }

    public Kernel kernel() {
        return Kernel.of(name, patches);
    }

    /** On the paths that are modelled it is as 5.15. */
    private static Release v510() {
        return new Release("v5.10", v515().description(), v515().patches());
    }

    private static Release v515() {
        return new Release(
                "v5.15",
                "the pipeline with MIGRATE_PFN_LOCKED, one flush after the page table lock, no D bit copied",
                List.of(
                        new PfnLockedPipeline(),
                        new DirtyBitNotCopied(),
                        new FlushAfterUnlockAll(),
                        new MigrationEntryWithoutYoungDirty(),
                        new SwapCacheNotFreed(),
                        new ExpectedRefsWithoutMapcount(),
                        new DeviceFaultWithoutReference(),
                        new WaiterTakesReference(),
                        new PmdTransUnstable(),
                        new UnstableCheckBeforeCharge(),
                        new ThpReferenceLeak()));
    }

    private static Release v516() {
        return new Release(
                "v5.16",
                "one flush after the page table lock, no D bit copied, waiters hold references",
                List.of(
                        new DirtyBitNotCopied(),
                        new FlushAfterUnlockAll(),
                        new MigrationEntryWithoutYoungDirty(),
                        new SwapCacheNotFreed(),
                        new ExpectedRefsWithoutMapcount(),
                        new DeviceFaultWithoutReference(),
                        new WaiterTakesReference(),
                        new PmdTransUnstable(),
                        new UnstableCheckBeforeCharge(),
                        new ThpReferenceLeak()));
    }

    private static Release v519() {
        return new Release(
                "v5.19",
                "shared ptes flushed after the page table lock, no D bit copied, the old pte restored for pinned pages",
                List.of(
                        new DirtyBitNotCopied(),
                        new StalePteRestored(),
                        new FlushAfterUnlock(),
                        new MigrationEntryWithoutYoungDirty(),
                        new SwapCacheNotFreed(),
                        new ExpectedRefsWithoutMapcount(),
                        new SwapinMapsReadOnly(),
                        new DeviceFaultWithoutReference(),
                        new PmdTransUnstable(),
                        new UnstableCheckBeforeCharge(),
                        new ThpReferenceLeak()));
    }

    private static Release v60() {
        return new Release(
                "v6.0",
                "the three fixes of migrate_vma_collect_pmd are in; device faults take no reference",
                List.of(
                        new MigrationEntryWithoutYoungDirty(),
                        new SwapCacheNotFreed(),
                        new ExpectedRefsWithoutMapcount(),
                        new SwapinMapsReadOnly(),
                        new DeviceFaultWithoutReference(),
                        new PmdTransUnstable(),
                        new UnstableCheckBeforeCharge(),
                        new ThpReferenceLeak()));
    }

    private static Release v61() {
        return new Release(
                "v6.1",
                "pages in the swap cache stay; device faults can keep each other from succeeding",
                List.of(
                        new SwapCacheNotFreed(),
                        new ExpectedRefsWithoutMapcount(),
                        new SwapinMapsReadOnly(),
                        new DeviceFaultLivelock(),
                        new PmdTransUnstable(),
                        new UnstableCheckBeforeCharge(),
                        new ThpReferenceLeak()));
    }

    /** The last one whose pte_offset_map_lock() could not fail. */
    private static Release v64() {
        return new Release(
                "v6.4", "as v6.1: the last one that tests a pmd before it is taken for a page table", v61().patches());
    }

    /** pte_offset_map_lock() can fail, and collect looks again. */
    private static Release v65() {
        return new Release("v6.5", "as v6.12: the first one whose pte_offset_map_lock() can fail", v612().patches());
    }

    /** The recorded source: what is known to have been fixed later, and what we found in it and nobody has fixed. */
    private static Release v612() {
        List<Patch> patches = new ArrayList<>(List.of(new DeviceFaultLivelock()));
        for (HistoricPatch patch : History.ALL) {
            if (patch.finding()) {
                patches.add(patch);
            }
        }
        return new Release(
                "v6.12",
                "the source that the logs were recorded on, its test driver included, with our findings",
                patches);
    }

    @Override
    public String toString() {
        return name;
    }
}
