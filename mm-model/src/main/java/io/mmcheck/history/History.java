package io.mmcheck.history;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every historic patch there is, by id. */
public final class History {
    /** In the order of their ids. */
    public static final List<HistoricPatch> ALL = Stream.<HistoricPatch>of(
                    // one line for each patch of this package
                    new ClearUnconditional(),
                    new CpagesWithoutHoles(),
                    new DeviceCheckOffByOne(),
                    new DeviceFaultLivelock(),
                    new DeviceFaultWithoutReference(),
                    new DeviceMappingWithoutSeqCheck(),
                    new DevicePageMappingKept(),
                    new DeviceWriteAfterCopy(),
                    new DeviceWriteWithoutDirty(),
                    new DirtyBitFromStaleRead(),
                    new DirtyBitNotCopied(),
                    new EvictWithoutAnonVmaReference(),
                    new ExclusiveFlushDeferred(),
                    new ExpectedRefsWithoutMapcount(),
                    new FaultPageNotCounted(),
                    new FlushAfterUnlock(),
                    new FlushAfterUnlockAll(),
                    new FlushPutOffPastRefill(),
                    new FlushFixedDirtyNotCopied(),
                    new FreedPageOnLru(),
                    new InsertLeaksCharge(),
                    new MigrationEntryWithoutYoungDirty(),
                    new NoFlushBeforeCopy(),
                    new OwnMigrationUnseenByReaders(),
                    new PageLockBlocks(),
                    new PfnLockedPipeline(),
                    new PinTestBeforeClear(),
                    new StalePteRestored(),
                    new SwapCacheNotFreed(),
                    new SwapinMapsReadOnly(),
                    new WaiterTakesReference())
            .sorted(Comparator.comparing(HistoricPatch::id))
            .toList();

    private History() {}
}
