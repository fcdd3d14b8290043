package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.finish;
import static io.mmcheck.kernel.Runs.race;
import static io.mmcheck.kernel.Runs.result;
import static io.mmcheck.kernel.Runs.step;
import static io.mmcheck.kernel.Runs.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.driver.ExclusiveAccess;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.ClearRefs;
import io.mmcheck.operation.DeviceAtomic;
import io.mmcheck.operation.DeviceExclusive;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.ProtectRead;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A device has a page of the system for itself, until somebody else touches it. */
class DeviceExclusiveTest {
    private final Machine stored = after(Machine.empty(Config.SEARCH), new Store(0, 0, 7));
    private final Machine exclusive = after(stored, new DeviceExclusive(0, 0, 1, 0));
    private final int pfn = ((Pte.Present) stored.pte(0, 0)).pfn();

    @Test
    void theEntryKeepsTheReferenceAndLosesTheMapping() {
        assertThat(exclusive.pte(0, 0)).isEqualTo(new Pte.DeviceExclusive(pfn, true, true, false));
        assertThat(exclusive.page(pfn).mapcount()).isZero();
        assertThat(exclusive.page(pfn).refs()).isEqualTo(2); // entry, batch
        assertThat(exclusive.page(pfn).dirty()).isTrue();
        assertThat(exclusive.page(pfn).exclusive()).isTrue();
        assertThat(exclusive.mm(0).rss()).isEqualTo(1);
    }

    @Test
    void aFaultRestoresItDirtyAndOldAndTheDeviceLosesIt() {
        Machine m = after(exclusive, new Load(0, 0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(pfn, true, true, true, true, false, false));
        assertThat(m.page(pfn).mapcount()).isEqualTo(1);
        assertThat(m.devices().get(0).table().get(0).isNone()).isTrue();
    }

    @Test
    void holesAndTheZeroPageBecomePagesOfTheirOwn() {
        Machine m = after(Machine.empty(Config.SEARCH), new Load(0, 0), new DeviceExclusive(0, 0, 2, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DeviceExclusive.class);
        assertThat(m.pte(0, 1)).isInstanceOf(Pte.DeviceExclusive.class);
        assertThat(m.mm(0).rss()).isEqualTo(2);
    }

    @Test
    void whatTheDeviceStoresIsSeenByTheProcess() {
        assertThat(result(after(stored, new DeviceAtomic(0, 0, 0, 9)), new Load(0, 0)))
                .isEqualTo(9);
    }

    @Test
    void askedForAgainItIsTakenBackFirst() {
        assertThat(Objects.requireNonNull(result(exclusive, new DeviceExclusive(0, 0, 1, 0))))
                .hasToString("0 cpages 1 faults 0 data 7");
    }

    @Test
    void forkTakesItBackAndSharesIt() {
        Machine m = after(exclusive, new Fork(0, 1));
        assertThat(m.pte(0, 0).maps(pfn)).isTrue();
        assertThat(m.pte(1, 0).maps(pfn)).isTrue();
        assertThat(m.page(pfn).mapcount()).isEqualTo(2);
    }

    @Test
    void forkFailsWhileSomebodyHasThePageLocked() {
        World<Machine> w = race(stored, new DeviceExclusive(0, 0, 1, 0), new Fork(0, 1));
        w = until(w, 0, ExclusiveAccess.At.UNLOCK_FOLIO);
        Machine m = w.machine();
        assertThat(m.page(pfn).isLocked()).isTrue();
        // the lock of the mm keeps fork out for so long; with it gone, the lock of the folio does
        Machine unlocked = m.withMm(0, m.mm(0).withLock(io.mmcheck.machine.RwLock.FREE));
        assertThat(result(unlocked, new Fork(0, 1))).isEqualTo(Errno.ENOMEM);
    }

    @Test
    void zapDropsTheReference() {
        Machine m = after(exclusive, new AdviseDontneed(0, 0, 1));
        assertThat(m.page(pfn).isFree()).isTrue();
        assertThat(m.mm(0).rss()).isZero();
    }

    @Test
    void itDoesNotMigrateAndIsNotPagedOut() {
        Machine m = after(exclusive, new MigrateToDevice(0, 0, 1, 0), new Reclaim(0, 0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.DeviceExclusive(pfn, true, true, false));
    }

    @Test
    void protectionAndClearRefsGoWithTheEntry() {
        Machine m = after(exclusive, new ProtectRead(0, 0, 1), new ClearRefs(0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.DeviceExclusive(pfn, false, false, false));
        Pte.Present restored = (Pte.Present) after(m, new Load(0, 0)).pte(0, 0);
        assertThat(restored.writable()).isFalse();
        assertThat(restored.softDirty()).isFalse();
    }

    @Test
    void anInvalidationInBetweenIsNoticedAndThePageAskedForAnew() {
        World<Machine> w = race(stored, new DeviceExclusive(0, 0, 1, 0), new AdviseDontneed(0, 0, 1));
        w = until(w, 0, ExclusiveAccess.At.MAP_PAGES);
        w = finish(w, 1);
        w = finish(step(w, 0), 0);
        Pte.DeviceExclusive entry = (Pte.DeviceExclusive) w.machine().pte(0, 0);
        assertThat(w.machine().devices().get(0).table().get(0).pfn()).isEqualTo(entry.pfn());
        assertThat(w.machine().page(entry.pfn()).data()).isZero();
    }
}
