package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** do_swap_page(): what a fault on a swap pte leaves behind, with and without a swap cache that keeps pages. */
class SwapInTest {
    private static final Config DISK = Config.SEARCH;
    private static final Config ZRAM = new Config(2, 2, 2, 6, 2, 1, 2, 2, 2, false);

    private static Machine swapped(Config config) {
        Machine m = after(Machine.empty(config), new Store(0, 0, 1), new Reclaim(0, 0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Swap(0, true, true, false));
        assertThat(m.swap().get(0)).isEqualTo(new SwapSlot(1, 1, -1));
        assertThat(m.mm(0).rss()).isZero();
        return m;
    }

    private static Pte.Present present(Machine m, int process) {
        return (Pte.Present) m.pte(process, 0);
    }

    @Test
    void aReadFromDiskGivesAWritableCleanPteOnACleanFolioThatTheSwapCacheKeeps() {
        Machine m = after(swapped(DISK), new Load(0, 0));
        Page page = m.page(present(m, 0).pfn());
        assertThat(present(m, 0).writable()).isTrue();
        assertThat(present(m, 0).dirty()).isFalse();
        assertThat(page.data()).isEqualTo(1);
        assertThat(page.dirty()).isFalse();
        assertThat(page.exclusive()).isTrue();
        assertThat(page.refs()).isEqualTo(3); // pte, swap cache, batch
        assertThat(page.mapcount()).isEqualTo(1);
        assertThat(page.held()).isZero();
        assertThat(page.isLocked()).isFalse();
        assertThat(m.swap().get(0)).isEqualTo(new SwapSlot(1, 0, present(m, 0).pfn()));
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(1);
    }

    @Test
    void aStoreAfterThatReadDirtiesThePteAlone() {
        Machine m = after(swapped(DISK), new Load(0, 0), new Store(0, 0, 2));
        assertThat(present(m, 0).dirty()).isTrue();
        assertThat(m.page(present(m, 0).pfn()).dirty()).isFalse();
        assertThat(m.page(present(m, 0).pfn()).inSwapCache()).isTrue();
    }

    @Test
    void aWriteFaultOfTheOnlyUserGivesTheSlotBackAndMakesTheFolioDirty() {
        Machine m = after(swapped(DISK), new Store(0, 0, 2));
        Page page = m.page(present(m, 0).pfn());
        assertThat(page.inSwapCache()).isFalse();
        assertThat(page.dirty()).isTrue();
        assertThat(page.lru()).isEqualTo(Lru.ON);
        assertThat(page.refs()).isEqualTo(1);
        assertThat(m.swap().get(0)).isEqualTo(SwapSlot.FREE);
        assertThat(present(m, 0).dirty()).isTrue();
    }

    @Test
    void aReadFromZramTakesThePageOutOfSwap() {
        Machine m = after(swapped(ZRAM), new Load(0, 0));
        Page page = m.page(present(m, 0).pfn());
        assertThat(present(m, 0).writable()).isTrue();
        assertThat(page.inSwapCache()).isFalse();
        assertThat(page.refs()).isEqualTo(2); // pte, batch
        assertThat(page.data()).isEqualTo(1);
        assertThat(page.dirty()).isFalse();
        assertThat(m.swap().get(0)).isEqualTo(SwapSlot.FREE);
        assertThat(m.charged()).isEqualTo(1);
    }

    @Test
    void aSlotOfTwoProcessesGoesThroughTheSwapCacheOnZramToo() {
        Machine m = after(swapped(ZRAM), new Fork(0, 1), new Load(0, 0));
        int pfn = present(m, 0).pfn();
        assertThat(present(m, 0).writable()).isFalse();
        assertThat(m.page(pfn).exclusive()).isFalse();
        assertThat(m.swap().get(0)).isEqualTo(new SwapSlot(1, 1, pfn));
        Machine both = after(m, new Load(1, 0));
        assertThat(present(both, 1).pfn()).isEqualTo(pfn);
        assertThat(both.page(pfn).mapcount()).isEqualTo(2);
        assertThat(both.page(pfn).refs()).isEqualTo(4); // ptes, swap cache, batch
        assertThat(both.swap().get(0)).isEqualTo(new SwapSlot(1, 0, pfn));
    }

    @Test
    void aWriteToASharedSlotCopiesUnderTheSameFault() {
        Machine m = after(swapped(DISK), new Fork(0, 1), new Store(1, 0, 9));
        assertThat(result(m, new Load(0, 0))).isEqualTo(1);
        assertThat(result(m, new Load(1, 0))).isEqualTo(9);
        assertThat(m.page(present(m, 1).pfn()).exclusive()).isTrue();
        assertThat(m.swap().get(0).count()).isEqualTo(1);
        assertThat(m.mm(1).rss()).isEqualTo(1);
    }

    @Test
    void aPteThatMustBecomeSoftDirtyStaysReadOnlyUntilTheStore() {
        Machine s = swapped(DISK);
        Vma vma = Objects.requireNonNull(s.mm(0).vma(0)).withSoftDirty(false);
        Machine cleared =
                s.withMm(0, s.mm(0).withVmas(Table.of(vma))).withPte(0, 0, new Pte.Swap(0, true, false, false));
        Machine read = after(cleared, new Load(0, 0));
        assertThat(present(read, 0).writable()).isFalse();
        assertThat(present(read, 0).softDirty()).isFalse();
        assertThat(read.page(present(read, 0).pfn()).exclusive()).isTrue();
        Machine stored = after(read, new Store(0, 0, 2));
        assertThat(stored.pte(0, 0))
                .isEqualTo(new Pte.Present(present(read, 0).pfn(), true, true, true, true, false, false));
    }

    @Test
    void twoFaultsOnOneSwapPteMapOnePage() {
        for (Config config : new Config[] {DISK, ZRAM}) {
            Machine s = swapped(config);
            for (DoSwapPage.At at : new DoSwapPage.At[] {DoSwapPage.At.LOCK_FOLIO, DoSwapPage.At.LOCK_PTL}) {
                World<Machine> w = Runs.until(Runs.race(s, new Load(0, 0), new Load(0, 0)), 0, at);
                while (!w.step(1).isEmpty()) {
                    w = Runs.step(w, 1);
                }
                w = Runs.finish(Runs.finish(w, 0), 1);
                Machine m = w.machine();
                assertThat(m.charged()).isEqualTo(1);
                assertThat(m.mm(0).rss()).isEqualTo(1);
                assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(1);
                assertThat(m.page(present(m, 0).pfn()).held()).isZero();
            }
        }
    }

    @Test
    void aFaultThatFindsThePteGoneTakesEverythingBack() {
        for (Config config : new Config[] {DISK, ZRAM}) {
            World<Machine> w = Runs.race(swapped(config), new Store(0, 0, 5), new AdviseDontneed(0, 0, 1));
            w = Runs.until(w, 0, DoSwapPage.At.LOCK_PTL);
            w = Runs.finish(Runs.finish(w, 1), 0);
            Machine m = w.machine();
            assertThat(m.page(present(m, 0).pfn()).data()).isEqualTo(5);
            assertThat(m.mm(0).rss()).isEqualTo(1);
            assertThat(after(m, new io.mmcheck.operation.DrainLru()).charged())
                    .isEqualTo(config.swapCacheKept() ? 2 : 1); // an unmapped page may stay in the swap cache
        }
    }

    @Test
    void withoutMemoryTheAccessEnds() {
        for (Action action : new Action[] {new Load(0, 0), new Store(0, 0, 1)}) {
            for (Config config : new Config[] {DISK, ZRAM}) {
                Machine s = swapped(config);
                World<Machine> w = Runs.world(s, action);
                while (w.step(0).size() != 2
                        || !"allocated".equals(w.step(0).get(0).moved().choice())) {
                    w = Runs.step(w, 0);
                }
                w = Runs.finish(w.step(0).get(1), 0);
                assertThat(w.moved().result()).isEqualTo(FaultResult.OOM);
                assertThat(w.machine().withCpu(0, s.cpus().get(0)).hash64()).isEqualTo(s.hash64());
            }
        }
    }
}
