package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.Runs.T0;
import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.finish;
import static io.mmcheck.kernel.Runs.machine;
import static io.mmcheck.kernel.Runs.mapped;
import static io.mmcheck.kernel.Runs.race;
import static io.mmcheck.kernel.Runs.referenced;
import static io.mmcheck.kernel.Runs.result;
import static io.mmcheck.kernel.Runs.step;
import static io.mmcheck.kernel.Runs.until;
import static io.mmcheck.kernel.Runs.world;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.DeviceLoad;
import io.mmcheck.operation.DeviceSnapshot;
import io.mmcheck.operation.DeviceStore;
import io.mmcheck.operation.EvictDevice;
import io.mmcheck.operation.Exit;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.MigrateToSystem;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeviceMigrationTest {
    private static final Config CONFIG = new Config(2, 4, 4, 8, 3, 1, 2, 2, 2, true);
    private static final int DEVICE_PAGE = CONFIG.frames();

    private static Machine dirtyPage() {
        return mapped(machine(CONFIG), 0, 0, 7, true);
    }

    private static Machine withVma(Machine m, Vma... vmas) {
        return m.withMm(0, m.mm(0).withVmas(Table.of(vmas)));
    }

    private static String text(Machine m, io.mmcheck.operation.Action action) {
        return Objects.requireNonNull(result(m, action)).toString();
    }

    private static void assertBalanced(Machine m) {
        int charged = 0;
        for (int pfn = 0; pfn < m.zeroPage(); pfn++) {
            Page page = m.page(pfn);
            int ptes = 0;
            for (int process = 0; process < m.mms().size(); process++) {
                for (int va = 0; va < m.config().addresses(); va++) {
                    ptes += m.mm(process).live() && m.pte(process, va).maps(pfn) ? 1 : 0;
                }
            }
            int shown = ptes + (page.inSwapCache() ? 1 : 0) + (page.addBatch() >= 0 ? 1 : 0);
            assertThat(page.refs()).as("references of page %d", pfn).isEqualTo(shown);
            assertThat(page.mapcount()).as("mapcount of page %d", pfn).isEqualTo(ptes);
            assertThat(page.held()).as("ledger of page %d", pfn).isZero();
            assertThat(page.isLocked()).as("lock of page %d", pfn).isFalse();
            assertThat(page.lru()).as("LRU of page %d", pfn).isNotEqualTo(Lru.ISOLATED);
            charged += page.charged() ? 1 : 0;
        }
        assertThat(m.charged()).as("memcg").isEqualTo(charged);
        assertThat(m.mm(0).lock().canWrite()).as("mmap_lock").isTrue();
    }

    @Test
    void a_page_goes_to_the_device_with_its_content_and_its_charge() {
        Machine m = after(dirtyPage(), new MigrateToDevice(0, 0, 1, 0));

        assertThat(m.pte(0, 0)).isEqualTo(new Pte.DevicePrivate(DEVICE_PAGE, true, true, false));
        assertThat(m.page(DEVICE_PAGE).data()).isEqualTo(7);
        assertThat(m.page(DEVICE_PAGE).dirty()).isTrue();
        assertThat(m.page(DEVICE_PAGE).exclusive()).isTrue();
        assertThat(m.page(0).isFree()).isTrue();
        assertThat(m.charged()).isEqualTo(1);
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertBalanced(m);
    }

    @Test
    void and_comes_back_with_its_bits() {
        Machine m = after(dirtyPage(), new MigrateToDevice(0, 0, 1, 0), new MigrateToSystem(0, 0, 1, 0));

        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, false, false, true, false, false));
        assertThat(m.page(0).data()).isEqualTo(7);
        assertThat(m.page(0).dirty()).isTrue();
        assertThat(m.page(0).addBatch()).isZero();
        assertThat(m.page(DEVICE_PAGE)).isEqualTo(Page.free(m.page(DEVICE_PAGE).kind()));
        assertThat(m.charged()).isEqualTo(1);
        assertBalanced(m);
    }

    @Test
    void a_load_brings_it_back() {
        Machine m = after(dirtyPage(), new MigrateToDevice(0, 0, 1, 0));

        assertThat(result(m, new Load(0, 0))).isEqualTo(7);
        assertBalanced(after(m, new Load(0, 0)));
    }

    @Test
    void a_store_brings_it_back_and_takes_effect() {
        Machine m = after(dirtyPage(), new MigrateToDevice(0, 0, 1, 0), new Store(0, 0, 3));

        assertThat(m.page(0).data()).isEqualTo(3);
        assertBalanced(m);
    }

    @Test
    void holes_and_the_zero_page_become_device_pages() {
        Machine m = after(machine(CONFIG), new Load(0, 1), new MigrateToDevice(0, 0, 2, 0));

        assertThat(m.pte(0, 0)).isEqualTo(new Pte.DevicePrivate(DEVICE_PAGE, true, false, false));
        assertThat(m.pte(0, 1)).isEqualTo(new Pte.DevicePrivate(DEVICE_PAGE + 1, true, false, false));
        assertThat(m.charged()).isEqualTo(2);
        assertThat(m.mm(0).rss()).isEqualTo(2);
        assertBalanced(m);
    }

    @Test
    void the_result_is_that_of_the_recorder() {
        Machine m = mapped(dirtyPage(), 1, 1, 9, false);

        assertThat(text(m, new MigrateToDevice(0, 0, 2, 0))).isEqualTo("0 cpages 2 faults 0 data 7 9");
        assertThat(text(m, new MigrateToSystem(0, 0, 2, 0))).isEqualTo("0 cpages 0 faults 0");
        assertThat(text(m, new DeviceLoad(0, 0, 2, 0))).isEqualTo("0 cpages 2 faults 1 data 7 9");
    }

    @Test
    void out_of_device_memory_some_pages_stay() {
        Machine m = machine(CONFIG);
        for (int va = 0; va < 4; va++) {
            m = mapped(m, va, va, va + 1, true);
        }

        assertThat(text(m, new MigrateToDevice(0, 0, 4, 0))).isEqualTo("ENOENT");
        Machine migrated = after(m, new MigrateToDevice(0, 0, 4, 0));
        assertThat(migrated.pte(0, 2)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(migrated.pte(0, 3)).isInstanceOf(Pte.Present.class);
        assertBalanced(migrated);
    }

    @Test
    void a_declined_page_stays_and_keeps_that_it_was_dirty() {
        World<Machine> w = until(world(dirtyPage(), new MigrateToDevice(0, 0, 1, 0)), 0, AllocAndCopy.At.ALLOCATE);
        w = w.step(0).stream()
                .filter(x -> "driver declines"
                        .equals(Objects.requireNonNull(x.moved()).choice()))
                .findFirst()
                .orElseThrow();
        Machine m = finish(w, 0).machine();

        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, true, true, true, false, false));
        assertThat(m.page(0).dirty()).isTrue();
        assertBalanced(m);
    }

    @Test
    void a_foreign_reference_keeps_a_page_where_it_is() {
        Machine m = referenced(dirtyPage(), 0, 1);
        Machine after = after(m, new MigrateToDevice(0, 0, 1, 0));

        assertThat(after.pte(0, 0)).isEqualTo(m.pte(0, 0));
        assertThat(after.page(0).dirty()).isTrue();
        assertThat(after.page(0).refs()).isEqualTo(3);
    }

    @Test
    void a_pinned_page_is_never_taken() {
        Machine m = referenced(dirtyPage(), 0, Page.PIN);
        World<Machine> w = world(m, new MigrateToDevice(0, 0, 1, 0));
        w = until(w, 0, MigrateVmaCollectPmd.At.RESTORE_PTE);

        Machine after = finish(w, 0).machine();
        assertThat(after.pte(0, 0)).isEqualTo(m.pte(0, 0));
        assertThat(after.page(0).exclusive()).isTrue();
        assertThat(after.page(0).isLocked()).isFalse();
    }

    @Test
    void a_locked_page_is_left_out() {
        Machine m = Folio.lock(dirtyPage(), ThreadId.of(1), 0);

        assertThat(text(m, new MigrateToDevice(0, 0, 1, 0))).isEqualTo("ENOENT");
        assertThat(after(m, new MigrateToDevice(0, 0, 1, 0)).page(0).refs()).isEqualTo(1);
    }

    @Test
    void a_page_in_the_swap_cache_gives_its_slot_back() {
        Machine m = after(dirtyPage(), new Reclaim(0, 0), new Load(0, 0));
        assertThat(m.page(0).inSwapCache()).isTrue();

        Machine migrated = after(m, new MigrateToDevice(0, 0, 1, 0));
        assertThat(migrated.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(migrated.swap().get(0).isFree()).isTrue();
        assertThat(migrated.page(DEVICE_PAGE).dirty()).isTrue();
        assertBalanced(migrated);
    }

    @Test
    void a_shared_page_moves_for_both_and_comes_back_for_both() {
        Machine m = after(dirtyPage(), new Fork(0, 1), new MigrateToDevice(0, 0, 1, 0));
        assertThat(m.pte(0, 0)).isEqualTo(m.pte(1, 0)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(m.page(DEVICE_PAGE).exclusive()).isFalse();
        assertBalanced(m);

        Machine back = after(m, new Load(1, 0));
        assertThat(back.pte(0, 0)).isInstanceOf(Pte.Present.class);
        assertThat(back.page(0).mapcount()).isEqualTo(2);
        assertBalanced(back);
    }

    @Test
    void what_the_range_lacks_is_an_errno() {
        Machine readable = dirtyPage();
        Vma all = Objects.requireNonNull(readable.mm(0).vma(0));
        Machine none = withVma(readable, all.withAccess(false, false));
        Machine readOnly = withVma(readable, all.withAccess(true, false));
        Machine gap = withVma(readable, all.part(0, 1), all.part(2, 4));

        assertThat(text(none, new MigrateToDevice(0, 0, 1, 0))).isEqualTo("EINVAL");
        assertThat(text(gap, new MigrateToDevice(0, 0, 3, 0))).isEqualTo("EINVAL");
        assertThat(text(gap, new MigrateToSystem(0, 0, 3, 0))).isEqualTo("EINVAL");
        assertThat(text(none, new DeviceLoad(0, 0, 1, 0))).isEqualTo("EFAULT");
        assertThat(text(gap, new DeviceLoad(0, 0, 2, 0))).isEqualTo("EFAULT");
        assertThat(text(readOnly, new DeviceStore(0, 1, 1, 0, 1))).isEqualTo("EPERM");
        assertThat(text(none, new DeviceSnapshot(0, 0, 1, 0))).isEqualTo("0 cpages 1 faults 0 data 255");
        assertThat(text(readable, new MigrateToDevice(1, 0, 1, 0))).isEqualTo("ESRCH");
    }

    @Test
    void setup_refuses_what_makes_no_sense() {
        Machine m = dirtyPage();
        Vma all = Objects.requireNonNull(m.mm(0).vma(0));
        Vma special = new Vma(0, 4, true, true, false, true, true, 0, all.anonVma(), all.chain());

        assertThat(setup(withVma(m, special), MigrateVma.toDevice(0, 0, 1, 0))).isFalse();
        assertThat(setup(m, MigrateVma.toDevice(0, 1, 1, 0))).isFalse();
        assertThat(setup(m, MigrateVma.toDevice(0, 0, 5, 0))).isFalse();
        assertThat(setup(m, MigrateVma.toSystem(0, 0, 1, 0, 0))).isFalse();
        assertThat(setup(m, MigrateVma.toDevice(0, 0, 1, 0))).isTrue();
    }

    private static boolean setup(Machine m, MigrateVma args) {
        return !(MigrateVmaSetup.validate(m, T0, new MigrateVmaSetup.Locals(args))
                instanceof io.mmcheck.program.Next.Done<?>);
    }

    @Test
    void a_device_store_reaches_the_page_and_survives_reclaim() {
        Machine clean = after(dirtyPage(), new Reclaim(0, 0), new Load(0, 0));
        Machine m = after(clean, new DeviceStore(0, 0, 1, 0, 5), new Reclaim(0, 0));

        assertThat(m.pte(0, 0)).isInstanceOf(Pte.Swap.class);
        assertThat(result(m, new Load(0, 0))).isEqualTo(5);
    }

    @Test
    void a_snapshot_faults_in_nothing() {
        Machine m = after(dirtyPage(), new Load(0, 1), new MigrateToDevice(0, 0, 1, 0));

        assertThat(text(m, new DeviceSnapshot(0, 0, 3, 0))).isEqualTo("0 cpages 3 faults 0 data 34 17 0");
    }

    @Test
    void eviction_finds_the_pages_without_their_addresses() {
        Machine m = after(dirtyPage(), new Fork(0, 1), new MigrateToDevice(0, 0, 2, 0));

        assertThat(text(m, new EvictDevice(0))).isEqualTo("0 cpages 2 faults 0");
        Machine back = after(m, new EvictDevice(0));
        assertThat(back.pte(1, 0)).isInstanceOf(Pte.Present.class);
        assertBalanced(back);
        assertBalanced(after(back, new Exit(1)));
    }

    @Test
    void a_hole_that_was_filled_meanwhile_stays_as_it_is() {
        World<Machine> w = race(machine(CONFIG), new MigrateToDevice(0, 0, 1, 0), new Store(0, 0, 3));
        w = finish(until(w, 0, MigrateVmaInsertPage.At.MAP_PTE), 1);
        Machine m = finish(w, 0).machine();

        assertThat(m.page(((Pte.Present) m.pte(0, 0)).pfn()).data()).isEqualTo(3);
        assertThat(m.page(DEVICE_PAGE).isFree()).isTrue();
        assertThat(m.charged()).isEqualTo(1);
        assertBalanced(m);
    }

    @Test
    void the_device_does_not_map_what_was_thrown_away_meanwhile() {
        Machine gone = machine(CONFIG);
        World<Machine> w = race(dirtyPage(), new MigrateToDevice(0, 0, 1, 0), Runs.act(m -> throwAway(m)));
        w = until(w, 0, io.mmcheck.driver.MapSurvivors.At.MAP_PAGES);
        w = step(w, 1);
        Machine m = finish(w, 0).machine();

        assertThat(m.pte(0, 0)).isEqualTo(gone.pte(0, 0));
        assertThat(m.devices().get(0).table().get(0).isNone()).isTrue();
        assertThat(m.page(DEVICE_PAGE).isFree()).isTrue();
        assertBalanced(m);
    }

    /** MADV_DONTNEED of a migration entry, in one step. */
    private static Machine throwAway(Machine m) {
        int listeners = io.mmcheck.kernel.mmunotifier.MmuNotifier.listeners(m, 0, -1);
        Machine told = io.mmcheck.kernel.mmunotifier.MmuNotifier.start(m, listeners, 0, 0, 1);
        Machine zapped = told.withPte(0, 0, Pte.NONE).withMm(0, told.mm(0).withRss(0));
        return io.mmcheck.kernel.mmunotifier.MmuNotifier.end(zapped, listeners, 0);
    }
}
