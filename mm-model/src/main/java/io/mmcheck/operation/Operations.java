package io.mmcheck.operation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every kind of operation there is, by name. */
public final class Operations {
    /** In the order of their names. */
    public static final List<Kind> ALL = Stream.<Kind>of(
                    // one line for each file of this package
                    AdviseDontneed.KIND,
                    AdviseFree.KIND,
                    AdviseHugepage.KIND,
                    AdviseNohugepage.KIND,
                    AdvisePageout.KIND,
                    AdviseWillneed.KIND,
                    ClearRefs.KIND,
                    CorruptPmd.KIND,
                    DeviceAtomic.KIND,
                    DeviceExclusive.KIND,
                    DeviceLoad.KIND,
                    DeviceSnapshot.KIND,
                    DeviceStore.KIND,
                    DrainLru.KIND,
                    EvictDevice.KIND,
                    Exit.KIND,
                    Fork.KIND,
                    GetFast.KIND,
                    GetUser.KIND,
                    InCore.KIND,
                    Load.KIND,
                    LockMemory.KIND,
                    MapAnonymous.KIND,
                    MapFile.KIND,
                    MapShared.KIND,
                    MigratePage.KIND,
                    MigrateToDevice.KIND,
                    MigrateToSystem.KIND,
                    PinFast.KIND,
                    PinRead.KIND,
                    PinReadFast.KIND,
                    PinUser.KIND,
                    ProtectNone.KIND,
                    ProtectRead.KIND,
                    ProtectWrite.KIND,
                    Reclaim.KIND,
                    Store.KIND,
                    UnlockMemory.KIND,
                    Unmap.KIND,
                    Unpin.KIND,
                    WatchMissing.KIND,
                    WatchWrites.KIND)
            .sorted(Comparator.comparing(Kind::name))
            .toList();

    private Operations() {}
}
