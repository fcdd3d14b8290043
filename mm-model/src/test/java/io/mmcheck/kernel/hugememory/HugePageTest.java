package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.finish;
import static io.mmcheck.kernel.Runs.race;
import static io.mmcheck.kernel.Runs.result;
import static io.mmcheck.kernel.Runs.step;
import static io.mmcheck.kernel.Runs.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.migrate.MigratePages;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.AdviseHugepage;
import io.mmcheck.operation.CorruptPmd;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.GetUser;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigratePage;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.ProtectRead;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

/** Huge pages come with a fault, and go by zap, split and migration. */
class HugePageTest {
    private final Machine asked = after(Machine.empty(Config.SEARCH), new AdviseHugepage(0, 0, 2));
    private final Machine thp = after(asked, new Store(0, 0, 1));

    @Test
    void a_store_gets_a_huge_page_and_a_load_the_huge_zero_page() {
        assertThat(thp.pmd(0, 0)).isInstanceOf(Pmd.Huge.class);
        assertThat(thp.page(0).refs()).isEqualTo(1);
        assertThat(thp.page(0).entireMapcount()).isEqualTo(1);
        assertThat(thp.page(1).isTail()).isTrue();
        assertThat(thp.mm(0).rss()).isEqualTo(2);
        assertThat(thp.charged()).isEqualTo(2);
        assertThat(after(asked, new Load(0, 1)).pmd(0, 0)).isEqualTo(Pmd.HUGE_ZERO);
        assertThat(result(thp, new Load(0, 1))).isEqualTo(0);
    }

    @Test
    void a_store_to_the_huge_zero_page_splits_it() {
        Machine m = after(asked, new Load(0, 0), new Store(0, 0, 2));
        assertThat(m.pmd(0, 0)).isInstanceOf(Pmd.ToTable.class);
        assertThat(m.page(((Pte.Present) m.pte(0, 0)).pfn()).data()).isEqualTo(2);
        assertThat(((Pte.Present) m.pte(0, 1)).pfn()).isEqualTo(m.zeroPage());
    }

    @Test
    void a_huge_page_is_thrown_away_as_a_whole_or_in_part() {
        Machine whole = after(thp, new AdviseDontneed(0, 0, 2));
        assertThat(whole.pmd(0, 0)).isEqualTo(Pmd.NONE);
        assertThat(whole.page(0).isFree() && whole.page(1).isFree()).isTrue();
        assertThat(whole.charged()).isZero();
        Machine part = after(thp, new AdviseDontneed(0, 1, 1));
        assertThat(part.pmd(0, 0)).isInstanceOf(Pmd.ToTable.class);
        assertThat(part.page(0).isHuge()).isTrue();
        assertThat(part.page(0).refs()).isEqualTo(1);
        assertThat(part.page(0).mapcount()).isEqualTo(1);
        assertThat(part.page(1).mapcount()).isZero();
    }

    @Test
    void a_fork_shares_it_and_a_store_splits_the_pmd_and_copies_one_page() {
        Machine shared = after(thp, new Fork(0, 1));
        assertThat(shared.page(0).entireMapcount()).isEqualTo(2);
        Machine copied = after(shared, new Store(0, 1, 3));
        assertThat(copied.page(0).entireMapcount()).isEqualTo(1);
        assertThat(copied.page(0).mapcount()).isEqualTo(1);
        assertThat(copied.page(1).mapcount()).isZero();
        assertThat(result(copied, new Load(1, 1))).isEqualTo(0);
        assertThat(result(copied, new Load(0, 1))).isEqualTo(3);
    }

    @Test
    void device_migration_splits_it_and_takes_its_pages() {
        Machine m = after(thp, new MigrateToDevice(0, 0, 2, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(m.pte(0, 1)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(result(m, new Load(0, 0))).isEqualTo(1);
    }

    @Test
    void a_huge_page_in_use_is_passed_over_and_whole_again() {
        Machine m = after(thp, new GetUser(0, 0, 0), new MigrateToDevice(0, 0, 2, 0));
        assertThat(m.pmd(0, 0)).isEqualTo(thp.pmd(0, 0));
        assertThat(m.page(0).refs()).isEqualTo(2);
    }

    @Test
    void a_huge_page_that_somebody_has_locked_keeps_no_reference() {
        World<Machine> w = race(thp, new Reclaim(0, 0), new MigrateToDevice(0, 0, 2, 0));
        while (!w.machine().page(0).isLocked()) {
            w = step(w, 0);
        }
        w = finish(w, 1);
        assertThat(finish(w, 0).machine().page(0).heldByAll()).isZero();
    }

    @Test
    void an_entry_of_a_huge_page_that_migrates_is_passed_over() {
        World<Machine> w = race(thp, new MigratePage(0, 0), new MigrateToDevice(0, 0, 2, 0));
        w = until(w, 0, MigratePages.At.MOVE_MAPPING);
        assertThat(w.machine().pmd(0, 0)).isInstanceOf(Pmd.Migration.class);
        Machine m = finish(finish(w, 1), 0).machine();
        assertThat(m.pmd(0, 0)).isInstanceOf(Pmd.Huge.class);
        assertThat(((Pmd.Huge) m.pmd(0, 0)).pfn()).isNotEqualTo(0);
        assertThat(m.page(0).isFree()).isTrue();
    }

    @Test
    void a_page_table_that_is_no_more_is_noticed_and_a_hole_is_filled() {
        Machine zero = after(asked, new Load(0, 0));
        World<Machine> w = race(zero, new MigrateToDevice(0, 0, 2, 0), new AdviseDontneed(0, 0, 2));
        w = until(w, 0, MigrateVmaCollectPmd.At.SPLIT_HUGE_ZERO);
        Machine m = finish(finish(w, 1), 0).machine();
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
    }

    @Test
    void a_bad_pmd_is_cleared_and_taken_for_a_hole() {
        Machine bad = after(Machine.empty(Config.SEARCH), new CorruptPmd(0, 0));
        assertThat(bad.pmd(0, 0)).isEqualTo(Pmd.BAD);
        Machine m = after(bad, new MigrateToDevice(0, 0, 1, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
    }

    @Test
    void a_vma_is_split_at_its_pages() {
        Machine m = after(thp, new ProtectRead(0, 1, 1));
        assertThat(m.pmd(0, 0)).isInstanceOf(Pmd.ToTable.class);
        assertThat(((Pte.Present) m.pte(0, 0)).writable()).isTrue();
        assertThat(((Pte.Present) m.pte(0, 1)).writable()).isFalse();
    }

    @Test
    void reclaim_splits_it_and_takes_one_page() {
        Machine m = after(thp, new Reclaim(0, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.Swap.class);
        assertThat(m.pte(0, 1)).isInstanceOf(Pte.Present.class);
        assertThat(m.page(1).isHuge()).isFalse();
        assertThat(result(m, new Load(0, 0))).isEqualTo(1);
    }
}
