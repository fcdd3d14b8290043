package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.T1;
import static io.mmcheck.property.Made.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import org.junit.jupiter.api.Test;

/** references-balance, mapcount-exact, rss-balances, memcg-balances and freed-clean. */
class CountsTest {
    private final Machine one = mapped(true, true);

    private static Machine withRefs(Machine m, int refs) {
        return m.withPage(0, m.page(0).withRefs(refs));
    }

    @Test
    void everySourceOfAReferenceCounts() {
        Made run = Made.from(one)
                .then(T0, m -> m.withPage(0, m.page(0).withHeld(T0, 1)))
                .then(T0, m -> withRefs(m, 3).withPage(0, m.page(0).withRefs(3).withAddBatch(1)))
                .then(T0, m -> m.withPage(0, m.page(0).withRefs(4).withLazyfreeBatch(1)))
                .then(T0, m -> m.withPage(0, m.page(0).withRefs(5).withLru(Lru.ISOLATED)))
                .then(T0, m -> m.withPage(0, m.page(0).withRefs(6).withSwapSlot(1)))
                .then(T0, m -> withRefs(m, 7).withHold(0, new Hold(false, 0, 0, 0)))
                .then(T0, m -> withRefs(m, 7 + Page.PIN).withHold(1, new Hold(true, 0, 0, 0)));
        assertThat(run.judgedBy(new ReferencesBalance())).isEqualTo("held");
    }

    @Test
    void aReferenceWithoutSourceIsReportedWithThoseThatAreThere() {
        Made run = Made.from(one).then(T0, m -> withRefs(m, 2));
        assertThat(run.judgedBy(new ReferencesBalance()))
                .isEqualTo("page 0 has 2 references, but its sources are 1: 1 by ptes (p0 0)");
    }

    @Test
    void countsMayBeOffWhileThePageTableIsLocked() {
        Made run = Made.from(one)
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T1, m -> m)
                .then(T0, m -> withRefs(m.withPage(0, m.page(0).withMapcount(0)), 0))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(run.judgedBy(new ReferencesBalance())).isEqualTo("held");
        assertThat(run.judgedBy(new MapcountExact())).isEqualTo("held");
    }

    @Test
    void anOperationThatHasEndedHoldsNoReference() {
        Made run = Made.from(one).ends(T0, m -> m.withPage(0, m.page(0).withHeld(T0, 1)));
        assertThat(run.judgedBy(new ReferencesBalance()))
                .isEqualTo("an operation has ended and still holds 1 of the 2 references of page 0");
    }

    @Test
    void noPageStaysIsolated() {
        Made run = Made.from(one)
                .ends(T0, m -> withRefs(m, 2).withPage(0, m.page(0).withRefs(2).withLru(Lru.ISOLATED)));
        assertThat(run.judgedBy(new ReferencesBalance())).contains("page 0 is still isolated");
    }

    @Test
    void frozenReferencesAreNotCounted() {
        Made run = Made.from(one).then(T0, m -> withRefs(m.withPage(0, m.page(0).withLockedBy(0)), 0));
        assertThat(run.judgedBy(new ReferencesBalance())).isEqualTo("held");
    }

    @Test
    void aMapcountIsTheNumberOfPtes() {
        Made run = Made.from(one).then(T0, m -> m.withPage(0, m.page(0).withMapcount(2)));
        assertThat(run.judgedBy(new MapcountExact()))
                .isEqualTo("page 0 has mapcount 2, but 1 ptes map it (the first is p0 0)");
    }

    @Test
    void rssIsTheNumberOfPtesThatCount() {
        Made off = Made.from(one).then(T0, m -> m.withMm(0, m.mm(0).withRss(2)));
        assertThat(off.judgedBy(new RssBalances())).isEqualTo("p0 has rss 2, but 1 ptes that count");
        Made zero = Made.from(one).then(T0, m -> m.withPte(0, 1, Made.present(m.zeroPage(), false, false)));
        assertThat(zero.judgedBy(new RssBalances())).isEqualTo("held");
    }

    @Test
    void theCounterOfTheMemoryCgroupIsTheNumberOfChargedPages() {
        Made run = Made.from(one).then(T0, m -> m.withCharged(2));
        assertThat(run.judgedBy(new MemcgBalances())).isEqualTo("the memory cgroup counts 2 pages, but 1 are charged");
    }

    @Test
    void aPageInUseIsChargedWhenNobodyRuns() {
        Made run = Made.from(one)
                .then(T0, m -> m.withPage(0, m.page(0).withCharged(false)).withCharged(0))
                .ends(T0);
        assertThat(run.judgedBy(new MemcgBalances())).isEqualTo("page 0 is in use and charged to nobody");
    }

    @Test
    void aPageThatLostItsChargeIsNotPutOnTheLru() {
        Machine moved = one.withPage(0, one.page(0).withCharged(false)).withCharged(0);
        Made run = Made.from(moved)
                .then(T0, m -> m.withPage(0, m.page(0).withRefs(2).withAddBatch(0)));
        assertThat(run.judgedBy(new FreedClean())).contains("put on the LRU, in the batch of CPU 0");
    }

    @Test
    void aFreedPageTakesItsChargeAlong() {
        Made leaks = Made.from(one).then(T0, m -> m.withPage(0, Page.free(PageKind.SYSTEM)));
        assertThat(leaks.judgedBy(new FreedClean())).contains("its charge stays");
        Made frees = Made.from(one)
                .then(T0, m -> m.withPage(0, Page.free(PageKind.SYSTEM)).withCharged(0));
        assertThat(frees.judgedBy(new FreedClean())).isEqualTo("held");
        Made charges = Made.from(one).then(T0, m -> m.withCharged(2));
        assertThat(charges.judgedBy(new FreedClean())).isEqualTo("held");
    }
}
