package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.T1;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static io.mmcheck.property.Made.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.TlbEntry;
import org.junit.jupiter.api.Test;

class TlbWithinPteTest {
    /** CPU 1 may write to page 0 through its TLB. */
    private final Machine cached = mapped(true, true).withTlb(1, 0, 0, new TlbEntry(0, true, true));

    /** T0 replaces the pte as told, in a program of this name, and drops the lock. */
    private Made replaces(String program, Pte by) {
        return Made.from(cached)
                .in(program, T0, m -> Ptl.lock(m, T0, 0))
                .in(program, T0, m -> m.withPte(0, 0, by))
                .in(program, T0, m -> Ptl.unlock(m, T0, 0));
    }

    @Test
    void aMigrationEntryIsFlushedBeforeTheLockGoes() {
        assertThat(replaces("migrate_vma_collect_pmd", migration(0)).judgedBy(new TlbWithinPte()))
                .startsWith(
                        "T0 drops the page table lock, and the TLB of CPU 1 still maps p0 0 to page 0 writable dirty");
    }

    @Test
    void aMigrationEntryIsNeverOwed() {
        assertThat(replaces("zap_page_range", migration(0)).judgedBy(new TlbWithinPte()))
                .startsWith("T0 drops the page table lock");
        Machine marked = cached.withMm(0, cached.mm(0).withUnflushed(2));
        Made run = Made.from(marked)
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, migration(0)))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(run.judgedBy(new TlbWithinPte())).startsWith("T0 drops the page table lock");
    }

    @Test
    void whatWasThereBeforeIsTheBusinessOfItsZap() {
        Made run = replaces("zap_page_range", Pte.NONE)
                .then(T1, m -> Ptl.lock(m, T1, 0))
                .then(T1, m -> m.withPte(0, 0, migration(6)))
                .then(T1, m -> Ptl.unlock(m, T1, 0))
                .ends(T1)
                .ends(T0, m -> Tlb.flushPage(m, 0, 0));
        assertThat(run.judgedBy(new TlbWithinPte())).isEqualTo("held");
    }

    @Test
    void zapFlushesBeforeItReturns() {
        Made flushes = replaces("zap_page_range", Pte.NONE).ends(T0, m -> Tlb.flushPage(m, 0, 0));
        assertThat(flushes.judgedBy(new TlbWithinPte())).isEqualTo("held");
        Made forgets = replaces("zap_page_range", Pte.NONE).ends(T0);
        assertThat(forgets.judgedBy(new TlbWithinPte())).startsWith("an operation has returned, and the TLB of CPU 1");
    }

    @Test
    void othersMayTakeTheLockWhileZapOwesAFlush() {
        Made run = replaces("zap_page_range", Pte.NONE)
                .then(T1, m -> Ptl.lock(m, T1, 0))
                .then(T1, m -> Ptl.unlock(m, T1, 0))
                .ends(T1)
                .ends(T0, m -> Tlb.flushPage(m, 0, 0));
        assertThat(run.judgedBy(new TlbWithinPte())).isEqualTo("held");
    }

    @Test
    void aProgramThatDoesNotGatherOwesNothing() {
        assertThat(replaces("do_wp_page", Pte.NONE).judgedBy(new TlbWithinPte()))
                .startsWith("T0 drops");
    }

    @Test
    void reclaimMayPutTheFlushOffWithAMark() {
        Made run = Made.from(cached)
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, new Pte.Swap(0, true, false, false)))
                .then(T0, m -> m.withMm(0, m.mm(0).withUnflushed(2)))
                .then(T0, m -> Ptl.unlock(m, T0, 0))
                .ends(T0);
        assertThat(run.judgedBy(new TlbWithinPte())).isEqualTo("held");
    }

    @Test
    void lessRightsNeedAFlush() {
        assertThat(replaces("test", present(0, false, true)).judgedBy(new TlbWithinPte()))
                .startsWith("T0 drops");
    }

    @Test
    void aClearedDirtyBitNeedsAFlush() {
        assertThat(replaces("test", present(0, true, false)).judgedBy(new TlbWithinPte()))
                .startsWith("T0 drops");
        assertThat(replaces("madvise_free_single_vma", present(0, true, false)).judgedBy(new TlbWithinPte()))
                .isEqualTo("held");
    }

    @Test
    void moreRightsDoNot() {
        Machine readOnly = mapped(false, true).withTlb(1, 0, 0, new TlbEntry(0, false, false));
        Made run = Made.from(readOnly)
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, present(0, true, true)))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(run.judgedBy(new TlbWithinPte())).isEqualTo("held");
    }

    @Test
    void noTlbReachesAPageThatIsFreed() {
        Made run = Made.from(cached).then(T0, m -> m.withPage(0, Page.free(PageKind.SYSTEM)));
        assertThat(run.judgedBy(new TlbWithinPte()))
                .isEqualTo("page 0 is freed while the TLB of CPU 1 maps it at p0 0");
    }
}
