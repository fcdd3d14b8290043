package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.DrainLru;
import io.mmcheck.operation.Exit;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.GetUser;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

/** do_wp_page() and wp_page_copy(): when a page is reused, when it is copied, and what a race leaves. */
class WriteProtectTest {
    private final Machine shared = after(Machine.empty(Config.SEARCH), new Store(0, 0, 1), new Fork(0, 1));

    private static Pte.Present present(Machine m, int process) {
        return (Pte.Present) m.pte(process, 0);
    }

    @Test
    void aStoreToASharedPageCopiesItAndLeavesTheOtherSideReadOnly() {
        Machine m = after(shared, new Store(1, 0, 2));
        int copy = present(m, 1).pfn();
        assertThat(copy).isNotEqualTo(0);
        assertThat(m.page(0).data()).isEqualTo(1);
        assertThat(m.page(0).mapcount()).isEqualTo(1);
        assertThat(m.page(0).exclusive()).isFalse();
        assertThat(present(m, 0).writable()).isFalse();
        assertThat(m.page(copy).data()).isEqualTo(2);
        assertThat(m.page(copy).exclusive()).isTrue();
        assertThat(m.page(copy).refs()).isEqualTo(2); // pte, batch
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.mm(1).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(2);
        assertThat(m.anonVmas().get(m.page(copy).anonVma()).root())
                .isEqualTo(m.page(0).anonVma());
        assertThat(m.page(copy).anonVma()).isNotEqualTo(m.page(0).anonVma());
    }

    @Test
    void theLastUserReusesThePageAfterDrainingItsOwnBatch() {
        Machine m = after(shared, new Store(1, 0, 2), new Store(0, 0, 3));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, true, true, true, false, false));
        assertThat(m.page(0).exclusive()).isTrue();
        assertThat(m.page(0).refs()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(2);
        assertThat(result(m, new Load(1, 0))).isEqualTo(2);
    }

    @Test
    void theChildThatIsLeftOverTakesThePageIntoItsOwnFamily() {
        Machine m = after(shared, new Exit(0), new DrainLru(), new Store(1, 0, 2));
        assertThat(present(m, 1).pfn()).isZero();
        assertThat(m.page(0).anonVma()).isEqualTo(m.mm(1).vmas().get(0).anonVma());
    }

    @Test
    void aForeignReferenceForcesACopyAndKeepsTheOldPage() {
        Machine m = after(shared, new Store(1, 0, 2), new GetUser(0, 0, 0), new Store(0, 0, 3));
        assertThat(present(m, 0).pfn()).isNotZero();
        assertThat(m.page(0).data()).isEqualTo(1);
        assertThat(m.page(0).refs()).isEqualTo(1);
        assertThat(m.page(0).mapcount()).isZero();
    }

    @Test
    void theSwapCacheIsNoUser() {
        Machine swapped = after(shared, new Store(1, 0, 2), new Reclaim(0, 0));
        assertThat(((Pte.Swap) swapped.pte(0, 0)).exclusive()).isFalse();
        Machine read = after(swapped, new Load(0, 0));
        int pfn = present(read, 0).pfn();
        assertThat(present(read, 0).writable()).isFalse();
        assertThat(read.page(pfn).inSwapCache()).isTrue();
        Machine m = after(read, new Store(0, 0, 3));
        assertThat(present(m, 0).pfn()).isEqualTo(pfn);
        Page page = m.page(pfn);
        assertThat(page.exclusive()).isTrue();
        assertThat(page.inSwapCache()).isFalse();
        assertThat(page.dirty()).isTrue();
        assertThat(page.refs()).isEqualTo(1);
    }

    @Test
    void aCopyThatComesTooLateIsFreed() {
        World<Machine> w = Runs.race(shared, new Store(1, 0, 2), new Store(1, 0, 3));
        w = Runs.until(w, 0, WpPageCopy.At.LOCK_PTL);
        w = Runs.finish(Runs.finish(w, 1), 0);
        Machine m = w.machine();
        assertThat(m.charged()).isEqualTo(2);
        assertThat(m.mm(1).rss()).isEqualTo(1);
        assertThat(m.page(0).mapcount()).isEqualTo(1);
        assertThat(m.page(0).held()).isZero();
        assertThat(m.page(present(m, 1).pfn()).data()).isEqualTo(2);
    }

    @Test
    void twoFirstFaultsOnAHoleMapOnePage() {
        World<Machine> w = Runs.race(Machine.empty(Config.SEARCH), new Store(0, 0, 2), new Store(0, 0, 3));
        w = Runs.until(w, 0, DoAnonymousPage.At.LOCK_PTL);
        w = Runs.finish(Runs.finish(w, 1), 0);
        Machine m = w.machine();
        assertThat(m.charged()).isEqualTo(1);
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.page(present(m, 0).pfn()).data()).isEqualTo(2);
    }

    @Test
    void aReuseThatComesTooLateLooksAgain() {
        World<Machine> w = Runs.race(
                after(shared, new Store(1, 0, 2), new DrainLru()), new Store(0, 0, 3), new AdviseDontneed(0, 0, 1));
        w = Runs.until(w, 0, HandleMmFault.At.LOCK_PTL);
        w = Runs.finish(Runs.finish(w, 1), 0);
        Machine m = w.machine();
        assertThat(m.page(present(m, 0).pfn()).data()).isEqualTo(3);
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(2);
    }
}
