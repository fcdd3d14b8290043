package io.mmcheck.kernel.mmap;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.operation.DeviceExclusive;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.operation.WatchMissing;
import io.mmcheck.operation.WatchWrites;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What userfaultfd sees of a page goes with it into every kind of entry. */
class UserfaultfdTest {
    private final Machine empty = Machine.empty(Config.SEARCH);
    private final Machine watched = after(empty, new Store(0, 0, 7), new WatchWrites(0, 0, 1));

    private static boolean uffdWp(Machine m) {
        Pte pte = m.pte(0, 0);
        assertThat(pte.isNone()).isFalse();
        return !pte.equals(pte.markedUffdWp(false));
    }

    @Test
    void theFirstStoreTakesTheProtectionAway() {
        assertThat(uffdWp(watched)).isTrue();
        assertThat(((Pte.Present) watched.pte(0, 0)).writable()).isFalse();
        assertThat(uffdWp(after(watched, new Load(0, 0)))).isTrue();
        assertThat(uffdWp(after(watched, new Store(0, 0, 8)))).isFalse();
    }

    @Test
    void itGoesToTheDeviceAndBack() {
        Machine there = after(watched, new MigrateToDevice(0, 0, 1, 0));
        assertThat(there.pte(0, 0)).isInstanceOf(Pte.DevicePrivate.class);
        assertThat(uffdWp(there)).isTrue();
        assertThat(uffdWp(after(there, new Load(0, 0)))).isTrue();
        assertThat(uffdWp(after(there, new Store(0, 0, 8)))).isFalse();
    }

    @Test
    void itGoesToSwapAndBack() {
        Machine swapped = after(watched, new Reclaim(0, 0));
        assertThat(swapped.pte(0, 0)).isInstanceOf(Pte.Swap.class);
        assertThat(uffdWp(swapped)).isTrue();
        Machine back = after(swapped, new Load(0, 0));
        assertThat(uffdWp(back)).isTrue();
        assertThat(((Pte.Present) back.pte(0, 0)).writable()).isFalse();
    }

    @Test
    void whatIsNotPresentIsProtectedToo() {
        Machine there = after(empty, new Store(0, 0, 7), new MigrateToDevice(0, 0, 1, 0), new WatchWrites(0, 0, 1));
        assertThat(uffdWp(there)).isTrue();
        assertThat(((Pte.DevicePrivate) there.pte(0, 0)).writable()).isFalse();
        Machine exclusive = after(empty, new DeviceExclusive(0, 0, 1, 0), new WatchWrites(0, 0, 1));
        assertThat(uffdWp(exclusive)).isTrue();
        Machine restored = after(exclusive, new Load(0, 0));
        assertThat(((Pte.Present) restored.pte(0, 0)).writable()).isFalse();
        assertThat(uffdWp(restored)).isTrue();
    }

    @Test
    void aChildIsNotWatched() {
        Machine m = after(watched, new Fork(0, 1));
        assertThat(uffdWp(m)).isTrue();
        assertThat(((Pte.Present) m.pte(1, 0)).uffdWp()).isFalse();
    }

    @Test
    void aProtectedZeroPageStays() {
        Machine m = after(empty, new Load(0, 0), new WatchWrites(0, 0, 1));
        assertThat(Objects.requireNonNull(result(m, new MigrateToDevice(0, 0, 1, 0))))
                .hasToString("ENOENT");
        assertThat(uffdWp(after(m, new MigrateToDevice(0, 0, 1, 0)))).isTrue();
    }

    @Test
    void aWatchedHoleIsNotFilled() {
        Machine m = after(empty, new WatchMissing(0, 0, 2));
        assertThat(result(m, new Load(0, 0))).isEqualTo(FaultResult.SIGBUS);
        Machine tried = after(m, new MigrateToDevice(0, 0, 1, 0));
        assertThat(tried.pte(0, 0).isNone()).isTrue();
        assertThat(tried.charged()).isZero();
        assertThat(tried.mm(0).rss()).isZero();
    }

    @Test
    void whatIsNoAnonymousMemoryIsRefused() {
        assertThat(result(empty, new WatchWrites(0, 0, 9))).isEqualTo(Errno.EINVAL);
    }
}
