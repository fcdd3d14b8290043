package io.mmcheck.history;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.SplitFolio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollect;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Kernels after 6.12 split a large folio that collect meets at a pte. For that they drop the page table lock in the middle of the
 * table, with ptes that are not flushed yet, and take their reference on the folio only afterwards. Then they start the table again,
 * and if it has been freed meanwhile (these kernels free empty tables), it counts as a hole from its first address on, though some
 * of it is in the arrays already. Read from the source, not confirmed.
 */
public final class LargeFolioSplitDropsPtl implements HistoricPatch {
    /** What the patch brings. */
    public enum At {
        UNLOCK_UNFLUSHED,
        GET_LARGE,
        TRYLOCK_LARGE,
        SPLIT_LARGE,
        UNLOCK_LARGE,
        PUT_LARGE,
        PUT_UNSPLIT_LARGE,
        FLUSH_COLLECTED,
        SKIP_REST
    }

    @Override
    public String id() {
        return "large-folio-split-drops-ptl";
    }

    @Override
    public String title() {
        return "a large folio met at a pte is split after the page table lock is dropped, without a reference";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "after 6.12";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-oops", "arrays-consistent");
    }

    @Override
    public List<Edit> edits() {
        List<Edit> edits = new ArrayList<>(EmptyTablesFreed.EDITS);
        edits.addAll(List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.READ_PTE,
                        LargeFolioSplitDropsPtl::readPte),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.SKIP,
                        At.UNLOCK_UNFLUSHED,
                        LargeFolioSplitDropsPtl::unlockUnflushed),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.UNLOCK_UNFLUSHED,
                        At.GET_LARGE,
                        LargeFolioSplitDropsPtl::getLarge),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.GET_LARGE,
                        At.TRYLOCK_LARGE,
                        LargeFolioSplitDropsPtl::trylockLarge),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.TRYLOCK_LARGE,
                        At.SPLIT_LARGE,
                        LargeFolioSplitDropsPtl::splitLarge),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM, At.SPLIT_LARGE, At.PUT_LARGE, LargeFolioSplitDropsPtl::putLarge),
                Edit.insertReturnAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.SPLIT_LARGE,
                        At.UNLOCK_LARGE,
                        LargeFolioSplitDropsPtl::unlockLarge),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.PUT_LARGE,
                        At.PUT_UNSPLIT_LARGE,
                        LargeFolioSplitDropsPtl::putUnsplitLarge),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.PUT_UNSPLIT_LARGE,
                        At.FLUSH_COLLECTED,
                        LargeFolioSplitDropsPtl::flushCollected),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        At.FLUSH_COLLECTED,
                        At.SKIP_REST,
                        LargeFolioSplitDropsPtl::skipRest)));
        return edits;
    }

    private static Next<MigrateVmaCollectPmd.Locals> readPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        if (l.args().selectSystem()
                && m.pte(l.args().process(), l.va()) instanceof Pte.Present pte
                && m.page(pte.pfn()).isHuge()) {
            return Next.go(m, At.UNLOCK_UNFLUSHED, l.withEntry(MigratePfn.collected(m.head(pte.pfn()), false)));
        }
        return MigrateVmaCollectPmd.PROGRAM
                .step(MigrateVmaCollectPmd.At.READ_PTE)
                .take(m, self, l);
    }

    private static Next<MigrateVmaCollectPmd.Locals> unlockUnflushed(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.next(Ptl.unlock(m, self, l.table()), l.withTable(-1));
    }

    private static Next<MigrateVmaCollectPmd.Locals> getLarge(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.next(Folio.get(m, self, l.entry().pfn()), l);
    }

    private static Next<MigrateVmaCollectPmd.Locals> trylockLarge(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int pfn = l.entry().pfn();
        return Folio.canLock(m, pfn) ? Next.next(Folio.lock(m, self, pfn), l) : Next.go(m, At.PUT_UNSPLIT_LARGE, l);
    }

    private static Next<MigrateVmaCollectPmd.Locals> splitLarge(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.call(m, SplitFolio.PROGRAM, SplitFolio.Locals.of(l.entry().pfn()), At.UNLOCK_LARGE, l);
    }

    private static Next<MigrateVmaCollectPmd.Locals> unlockLarge(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l, Boolean split) {
        Machine unlocked = Folio.unlock(m, self, l.entry().pfn());
        return Next.go(unlocked, split ? At.PUT_LARGE : At.PUT_UNSPLIT_LARGE, l);
    }

    /** "goto again": the walk starts with the pmd. */
    private static Next<MigrateVmaCollectPmd.Locals> putLarge(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Machine put = Folio.put(m, self, l.entry().pfn());
        return Next.go(put, MigrateVmaCollectPmd.At.READ_PMD, l.withEntry(MigratePfn.NONE));
    }

    private static Next<MigrateVmaCollectPmd.Locals> putUnsplitLarge(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.next(Folio.put(m, self, l.entry().pfn()), l.withEntry(MigratePfn.NONE));
    }

    private static Next<MigrateVmaCollectPmd.Locals> flushCollected(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return l.unmapped()
                ? Next.next(Tlb.flushRange(m, l.args().process(), l.from(), l.to()), l.withUnmapped(false))
                : Next.next(m, l);
    }

    /** What has been collected stays so. */
    private static Next<MigrateVmaCollectPmd.Locals> skipRest(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.done(m, MigrateVmaCollect.skip(l.args(), l.va(), l.to()));
    }
}
