package io.mmcheck.history;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every historic patch there is, by id. */
public final class History {
    /** In the order of their ids. */
    public static final List<HistoricPatch> ALL = Stream.<HistoricPatch>of(
                    // one line for each patch of this package
                    new AnonVmaNotHeld(),
                    new ClearUnconditional(),
                    new CpagesWithoutHoles(),
                    new DeviceFaultLivelock(),
                    new DeviceFaultWithoutReference(),
                    new DeviceMappingWithoutSeqCheck(),
                    new DevicePageMappingKept(),
                    new DeviceWriteAfterCopy(),
                    new DeviceWriteWithoutDirty(),
                    new DirtyBitFromStaleRead(),
                    new DirtyBitNotCopied(),
                    new EmptyTablesFreed(),
                    new ExclusiveFlushDeferred(),
                    new ExclusiveMappingWithoutSeqCheck(),
                    new ExpectedRefsWithoutMapcount(),
                    new FaultPageNotCounted(),
                    new FlushAfterUnlock(),
                    new FlushAfterUnlockAll(),
                    new FlushPutOffPastRefill(),
                    new FlushFixedDirtyNotCopied(),
                    new FreedPageOnLru(),
                    new InsertLeaksCharge(),
                    new LargeFolioSplitDropsPtl(),
                    new MigrationEntryWithoutYoungDirty(),
                    new NoFlushBeforeCopy(),
                    new NoUnstableCheck(),
                    new OwnMigrationUnseenByReaders(),
                    new PageLockBlocks(),
                    new PfnLockedPipeline(),
                    new PinTestBeforeClear(),
                    new PmdBadSkipped(),
                    new PmdMigrationSpin(),
                    new PmdTransUnstable(),
                    new SplitFailureNotSkipped(),
                    new StalePteRestored(),
                    new SwapCacheNotFreed(),
                    new SwapinMapsReadOnly(),
                    new UffdWpLostOnZeroPage(),
                    new SwapBitsMiscopied(),
                    new ThpReferenceLeak(),
                    new UnstableCheckBeforeCharge(),
                    new WaiterTakesReference(),
                    new WeakUnmapCheck())
            .sorted(Comparator.comparing(HistoricPatch::id))
            .toList();

    private History() {}
}
