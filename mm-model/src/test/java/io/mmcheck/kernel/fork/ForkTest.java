package io.mmcheck.kernel.fork;

import static io.mmcheck.kernel.Runs.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.operation.Exit;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.program.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkTest {
    private static final Fork FORK = new Fork(0, 1);

    private static Machine dirtyPage() {
        return mapped(machine(Config.SEARCH), 0, 0, 7, true);
    }

    @Test
    void aPageIsSharedAndNobodyMayWriteIt() {
        Machine m = dirtyPage();
        assertThat(result(m, FORK)).isEqualTo(0);
        Machine after = after(m, FORK);
        Page page = after.page(0);
        assertThat(List.of(page.refs(), page.mapcount(), page.heldByAll())).containsExactly(2, 2, 0);
        assertThat(page.exclusive()).isFalse();
        assertThat(after.pte(0, 0)).isEqualTo(((Pte.Present) m.pte(0, 0)).withWritable(false));
        assertThat(after.pte(1, 0))
                .isEqualTo(((Pte.Present) m.pte(0, 0)).withWritable(false).withYoung(false));
        assertThat(after.mm(1).live()).isTrue();
        assertThat(after.mm(1).rss()).isEqualTo(1);
        assertThat(after.mm(0).lock().canWrite()).isTrue();
        assertThat(after.mm(1).lock().canWrite()).isTrue();
        assertThat(after.charged()).isEqualTo(m.charged());
    }

    @Test
    void aCpuMayWriteUntilTheFlush() {
        Machine m = cached(dirtyPage(), 1, 0, true);
        World<Machine> w = until(world(m, FORK), 0, DupMmap.At.FLUSH_TLB);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isFalse();
        assertThat(finish(w, 0).machine().tlb(1, 0, 0).isNone()).isTrue();
    }

    @Test
    void theChildOfAPinnedPageGetsACopy() {
        Machine m = dirtyPage();
        m = referenced(m.withHold(0, new Hold(true, 0, 0, 0)), 0, Page.PIN);
        m = m.withMm(0, m.mm(0).withHasPinned(true));
        Machine after = after(m, FORK);
        assertThat(after.pte(0, 0)).isEqualTo(m.pte(0, 0));
        assertThat(after.page(0)).isEqualTo(m.page(0));
        Page copy = after.page(1);
        assertThat(copy.data()).isEqualTo(7);
        assertThat(List.of(copy.refs(), copy.mapcount(), copy.heldByAll()))
                .as("its pte and the batch")
                .containsExactly(2, 1, 0);
        assertThat(copy.exclusive()).isTrue();
        assertThat(after.charged()).isEqualTo(m.charged() + 1);
    }

    @Test
    void withoutMemoryForTheCopyNothingIsLeftOfTheChild() {
        Machine m = dirtyPage();
        m = referenced(m.withHold(0, new Hold(true, 0, 0, 0)), 0, Page.PIN);
        m = m.withMm(0, m.mm(0).withHasPinned(true));
        for (int pfn = 1; pfn < m.config().frames(); pfn++) {
            m = m.withPage(pfn, m.page(pfn).withRefs(1));
        }
        assertThat(result(m, FORK)).isEqualTo(Errno.ENOMEM);
        assertThat(after(m, FORK)).isEqualTo(m);
    }

    @Test
    void aSwapEntryIsCountedTwiceAndExclusiveNoMore() {
        Machine m = after(dirtyPage(), new Reclaim(0, 0));
        Machine after = after(m, FORK);
        assertThat(after.pte(0, 0)).isEqualTo(new Pte.Swap(0, false, true, false));
        assertThat(after.pte(1, 0)).isEqualTo(after.pte(0, 0));
        assertThat(after.swap().get(0)).isEqualTo(new SwapSlot(7, 2, -1));
    }

    @Test
    void exitGivesBackWhatForkTook() {
        Machine m = dirtyPage();
        Machine after = after(after(m, FORK), new Exit(1));
        assertThat(after.mm(1)).isEqualTo(m.mm(1));
        assertThat(after.page(0)).isEqualTo(m.page(0).withExclusive(false));
        assertThat(after.anonVmas()).isEqualTo(m.anonVmas());
        assertThat(result(after, new Exit(1))).isEqualTo(Errno.ESRCH);
    }

    @Test
    void exitDropsReferencesOfItsFilesLast() {
        Machine m = dirtyPage();
        m = referenced(m.withHold(1, new Hold(true, 0, 0, 0)), 0, Page.PIN);
        Machine after = after(m, new Exit(0));
        assertThat(after.holds().get(1).isNone()).isTrue();
        assertThat(after.page(0).isFree()).isTrue();
        assertThat(after.charged()).isZero();
    }

    @Test
    void aChildThatExistsIsNotForkedAgain() {
        Machine m = after(dirtyPage(), FORK);
        assertThat(result(m, FORK)).isEqualTo(Errno.EAGAIN);
        assertThat(result(m, new Fork(0, 9))).isEqualTo(Errno.EAGAIN);
        assertThat(result(m, new Fork(9, 1))).isEqualTo(Errno.ESRCH);
    }
}
