package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.AdvisePageout;
import io.mmcheck.operation.ClearRefs;
import io.mmcheck.operation.DeviceExclusive;
import io.mmcheck.operation.DeviceSnapshot;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.InCore;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MapFile;
import io.mmcheck.operation.MapShared;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.PinRead;
import io.mmcheck.operation.Store;
import io.mmcheck.operation.Unmap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Mappings of a file in memory, as far as device migration meets them. */
class FileMappingTest {
    private static final Config CONFIG = Config.SEARCH.withCpus(1).withFiles(1, 2);

    private final Machine unmapped = after(Machine.empty(CONFIG), new Unmap(0, 0, 2));
    private final Machine shared = after(unmapped, new MapShared(0, 0, 2));
    private final Machine own = after(unmapped, new MapFile(0, 0, 2));

    private static int pfn(Machine m, int process, int va) {
        return ((Pte.Present) m.pte(process, va)).pfn();
    }

    @Test
    void aReadMapsThePageOfTheFileAndWhatItHasAround() {
        Machine m = after(shared, new Load(0, 0), new Fork(0, 1), new Load(0, 1), new Load(1, 1));
        assertThat(pfn(m, 1, 0)).isEqualTo(pfn(m, 0, 0));
        assertThat(m.page(pfn(m, 0, 0)).mapcount()).isEqualTo(2);
        assertThat(m.page(pfn(m, 0, 0)).isFile()).isTrue();
        assertThat(m.mm(1).rss()).isEqualTo(2);
    }

    @Test
    void aStoreToASharedMappingIsSeenByTheChild() {
        Machine m = after(shared, new Fork(0, 1), new Store(0, 0, 7));
        assertThat(result(m, new Load(1, 0))).isEqualTo(7);
        assertThat(m.page(pfn(m, 0, 0)).dirty()).isTrue();
    }

    @Test
    void aStoreToAPrivateMappingGetsACopy() {
        Machine m = after(own, new Load(0, 0), new Store(0, 0, 7));
        assertThat(m.page(pfn(m, 0, 0)).isAnon()).isTrue();
        assertThat(result(after(m, new AdviseDontneed(0, 0, 1)), new Load(0, 0)))
                .isEqualTo(0);
    }

    @Test
    void theCopyMigratesAndThePageOfTheFileDoesNot() {
        Machine m = after(own, new Load(0, 1), new Store(0, 0, 7), new MigrateToDevice(0, 0, 2, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(m.page(pfn(m, 0, 1)).isFile()).isTrue();
        assertThat(m.page(pfn(m, 0, 1)).isLocked()).isFalse();
        assertThat(Objects.requireNonNull(result(shared, new MigrateToDevice(0, 0, 1, 0))))
                .hasToString("ENOENT");
    }

    @Test
    void aSharedPageThatDoesNotMigrateComesBackWithItsDirtyBit() {
        Machine m = after(shared, new Store(0, 0, 7), new MigrateToDevice(0, 0, 1, 0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(pfn(m, 0, 0), true, true, true, true, false, false));
        assertThat(result(m, new Load(0, 0))).isEqualTo(7);
    }

    @Test
    void pagedOutItIsAHoleAndComesBackDirty() {
        Machine m = after(shared, new Store(0, 0, 7), new AdvisePageout(0, 0, 2));
        assertThat(m.pte(0, 0).isNone()).isTrue();
        assertThat(m.files().get(0).pages().get(0).isSwap()
                        || m.files().get(0).pages().get(0).isPage())
                .isTrue();
        assertThat(result(m, new Load(0, 0))).isEqualTo(7);
        Machine back = after(m, new Load(0, 0));
        assertThat(back.page(pfn(back, 0, 0)).dirty()).isTrue();
        assertThat(back.swap()).allMatch(SwapSlot::isFree);
    }

    @Test
    void mincoreLooksIntoThePageCache() {
        Machine m = after(shared, new Store(0, 0, 7), new AdviseDontneed(0, 0, 1));
        assertThat(result(m, new InCore(0, 0, 2))).isEqualTo("10");
        assertThat(result(m, new Load(0, 0))).isEqualTo(7);
    }

    @Test
    void clearRefsMakesTheNextStoreTakeAFault() {
        Machine m = after(shared, new Load(0, 0));
        assertThat(((Pte.Present) m.pte(0, 0)).writable()).isTrue();
        Machine cleared = after(m, new ClearRefs(0));
        assertThat(((Pte.Present) cleared.pte(0, 0)).writable()).isFalse();
        Machine stored = after(cleared, new Store(0, 0, 3));
        assertThat(((Pte.Present) stored.pte(0, 0)).softDirty()).isTrue();
        assertThat(stored.page(pfn(stored, 0, 0)).isFile()).isTrue();
    }

    @Test
    void aDeviceCannotHaveItForItself() {
        assertThat(Objects.requireNonNull(result(shared, new DeviceExclusive(0, 0, 1, 0))))
                .hasToString("EBUSY");
        Machine m = after(own, new Load(0, 0), new DeviceExclusive(0, 0, 1, 0));
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.DeviceExclusive.class);
    }

    @Test
    void aReadPinOfAPrivateMappingGetsACopyFirst() {
        Machine m = after(own, new Load(0, 0), new PinRead(0, 0, 0));
        assertThat(m.page(pfn(m, 0, 0)).isAnon()).isTrue();
        assertThat(m.page(pfn(m, 0, 0)).exclusive()).isTrue();
    }

    @Test
    void aDeviceSeesThatItMayWrite() {
        Machine m = after(shared, new Load(0, 0));
        assertThat(Objects.requireNonNull(result(m, new DeviceSnapshot(0, 0, 1, 0))))
                .hasToString("0 cpages 1 faults 0 data 2");
    }
}
