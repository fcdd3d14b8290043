package io.mmcheck.history.mutant;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every mutant there is, by id. */
public final class Mutants {
    /** In the order of their ids. */
    public static final List<Mutant> ALL = Stream.<Mutant>of(
                    // one line for each mutant of this package
                    new AnonymousFaultNotRechecked(),
                    new CopyMappedOver(),
                    new DevicePageInSwapCache(),
                    new DirtyFlagLeftBehind(),
                    new InsertedNotUptodate(),
                    new InvalidationEndsTwice(),
                    new MovedWhileWritten(),
                    new PutBeforeUnlock(),
                    new ReclaimKeepsRss(),
                    new RestoredStaysLocked(),
                    new ReturnedOffTheLists(),
                    new SoftDirtyNotCarried(),
                    new SplitKeepsEntireMapcount(),
                    new SwapEntryTakenForHole(),
                    new UnlockedBeforeMapped())
            .sorted(Comparator.comparing(Mutant::id))
            .toList();

    private Mutants() {}
}
