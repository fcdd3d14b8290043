package io.mmcheck.user;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

/** Loads and stores of one process: TLB, page walk, first faults. */
class AccessTest {
    private final Machine empty = Machine.empty(Config.SEARCH);

    @Test
    void aLoadOfAHoleMapsTheZeroPageReadOnlyAndCountsNothing() {
        Machine m = after(empty, new Load(0, 1));
        assertThat(result(empty, new Load(0, 1))).isEqualTo(0);
        assertThat(m.pte(0, 1)).isEqualTo(new Pte.Present(m.zeroPage(), false, false, true, false, false, false));
        assertThat(m.mm(0).rss()).isZero();
        assertThat(m.charged()).isZero();
        assertThat(m.mm(0).vma(1).anonVma()).isEqualTo(-1);
        assertThat(m.page(m.zeroPage())).isEqualTo(empty.page(m.zeroPage()));
        assertThat(m.tlb(0, 0, 1)).isEqualTo(new TlbEntry(m.zeroPage(), false, false));
    }

    @Test
    void aStoreToAHoleMapsANewPageThatWaitsInTheBatchOfItsCpu() {
        Machine m = after(empty, new Store(0, 0, 7));
        Page page = m.page(0);
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, true, true, true, false, false));
        assertThat(page.data()).isEqualTo(7);
        assertThat(page.refs()).isEqualTo(2);
        assertThat(page.mapcount()).isEqualTo(1);
        assertThat(page.exclusive()).isTrue();
        assertThat(page.swapBacked()).isTrue();
        assertThat(page.uptodate()).isTrue();
        assertThat(page.dirty()).isFalse();
        assertThat(page.addBatch()).isZero();
        assertThat(page.lru()).isEqualTo(Lru.OFF);
        assertThat(page.held()).isZero();
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(1);
        assertThat(m.tlb(0, 0, 0)).isEqualTo(new TlbEntry(0, true, true));
    }

    @Test
    void aStoreOverTheZeroPageCopiesIt() {
        Machine m = after(empty, new Load(0, 0), new Store(0, 0, 3));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, true, true, true, false, false));
        assertThat(m.page(0).data()).isEqualTo(3);
        assertThat(m.page(0).refs()).isEqualTo(2);
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(1);
        assertThat(m.page(m.zeroPage())).isEqualTo(empty.page(m.zeroPage()));
    }

    @Test
    void aStoreThroughACleanEntrySetsTheDirtyBitOfThePte() {
        Machine m = Runs.cached(Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, false), 0, 0, false);
        Machine stored = after(m, new Store(0, 0, 6));
        assertThat(((Pte.Present) stored.pte(0, 0)).dirty()).isTrue();
        assertThat(stored.page(0).data()).isEqualTo(6);
        assertThat(stored.page(0).dirty()).isFalse();
    }

    @Test
    void aStoreThroughADirtyEntryNeedsNoPte() {
        Machine m = Runs.cached(Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, true), 0, 0, true);
        Machine cleared = m.withPte(0, 0, Pte.NONE);
        World<Machine> w = Runs.step(Runs.world(cleared, new Store(0, 0, 6)), 0);
        assertThat(w.finished()).isTrue();
        assertThat(w.machine().page(0).data()).isEqualTo(6);
    }

    @Test
    void aStoreThroughACleanEntryFaultsWhenThePteIsGone() {
        Machine m = Runs.cached(Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, false), 0, 0, false);
        Machine cleared = m.withPte(0, 0, Pte.NONE);
        World<Machine> w = Runs.step(Runs.world(cleared, new Store(0, 0, 6)), 0);
        assertThat(w.finished()).isFalse();
        assertThat(w.machine().page(0).data()).isEqualTo(5);
        assertThat(w.machine().tlb(0, 0, 0)).isEqualTo(TlbEntry.NONE);
    }

    @Test
    void theEnvironmentMayEvictAnEntryBeforeAnyAccess() {
        Machine m = Runs.cached(Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, true), 0, 0, true);
        assertThat(Runs.world(m, new Load(0, 0)).step(0).stream()
                        .map(w -> w.moved().choice()))
                .containsExactly("TLB hit", "TLB evicted");
    }

    @Test
    void aFlushBetweenFillAndAccessStartsTheInstructionAgain() {
        Machine m = Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, true);
        World<Machine> w = Runs.race(m, new Load(0, 0), Runs.act(x -> Tlb.flushPage(x, 0, 0)));
        w = Runs.until(w, 0, io.mmcheck.user.Load.At.ACCESS);
        w = Runs.finish(w, 1);
        w = Runs.step(w, 0);
        assertThat(w.finished()).isFalse();
        assertThat(w.machine().tlb(0, 0, 0).pfn()).isZero();
        w = Runs.finish(w, 0);
        assertThat(w.moved().result()).isEqualTo(5);
    }

    @Test
    void whatIsNotMappedOrNotPermittedIsASignal() {
        Machine m = empty.withMm(
                0, empty.mm(0).withVmas(Table.of(Vma.anonymous(0, 1).withAccess(true, false))));
        assertThat(result(m, new Store(0, 0, 1))).isEqualTo(FaultResult.SIGSEGV);
        assertThat(result(m, new Load(0, 0))).isEqualTo(0);
        assertThat(result(m, new Load(0, 1))).isEqualTo(FaultResult.SIGSEGV);
        assertThat(result(m, new Load(0, 99))).isEqualTo(FaultResult.SIGSEGV);
        assertThat(result(m, new Load(1, 0))).isEqualTo(Errno.ESRCH);
        assertThat(after(m, new Store(0, 0, 1)).mm(0).lock().canWrite()).isTrue();
    }
}
