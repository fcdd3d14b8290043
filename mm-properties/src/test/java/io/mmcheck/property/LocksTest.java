package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Wait;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.event.Acquired;
import org.junit.jupiter.api.Test;

/** lock-order, all-unlocked and no-deadlock. */
class LocksTest {
    private final Machine one = mapped(true, true);

    @Test
    void locksAreTakenFromTheOutsideIn() {
        Made run = Made.from(one)
                .then(T0, m -> MmapLock.read(m, T0, 0), MmapLock.acquired(0))
                .then(T0, m -> Folio.lock(m, T0, 0), new Acquired(LockClass.FOLIO, 0))
                .then(T0, m -> Ptl.lock(m, T0, 0), new Acquired(LockClass.PTL, 0));
        assertThat(run.judgedBy(new LockOrder())).isEqualTo("held");
    }

    @Test
    void noPageLockIsWaitedForUnderAPageTableLock() {
        Made run = Made.from(one)
                .then(T0, m -> Ptl.lock(m, T0, 0), new Acquired(LockClass.PTL, 0))
                .then(T0, m -> Folio.lock(m, T0, 0), new Acquired(LockClass.FOLIO, 0));
        assertThat(run.judgedBy(new LockOrder()))
                .isEqualTo("T0 waits for the lock of page 0 and holds the lock of page table 0");
    }

    @Test
    void aTrylockMayComeInAnyOrder() {
        Made run = Made.from(one)
                .then(T0, m -> Ptl.lock(m, T0, 0), new Acquired(LockClass.PTL, 0))
                .then(T0, m -> Folio.lock(m, T0, 0));
        assertThat(run.judgedBy(new LockOrder())).isEqualTo("held");
    }

    @Test
    void noTwoPageLocksAreWaitedFor() {
        Made run = Made.from(one)
                .then(T0, m -> Folio.lock(m, T0, 0), new Acquired(LockClass.FOLIO, 0))
                .then(T0, m -> m, new Acquired(LockClass.FOLIO, 1));
        assertThat(run.judgedBy(new LockOrder()))
                .isEqualTo("T0 waits for the lock of page 1 and holds the lock of page 0");
    }

    @Test
    void onlyForkNestsPageTableLocks() {
        Machine two = PteAlloc.alloc(one, 1, 0);
        Made fork = Made.from(two)
                .then(T0, m -> MmapLock.write(m, T0, 0), MmapLock.acquired(0))
                .then(T0, m -> Ptl.lock(m, T0, 1), new Acquired(LockClass.PTL, 1))
                .then(T0, m -> Ptl.lock(m, T0, 0), new Acquired(LockClass.PTL, 0));
        assertThat(fork.judgedBy(new LockOrder())).isEqualTo("held");
        Made other = Made.from(two)
                .then(T0, m -> Ptl.lock(m, T0, 1), new Acquired(LockClass.PTL, 1))
                .then(T0, m -> Ptl.lock(m, T0, 0), new Acquired(LockClass.PTL, 0));
        assertThat(other.judgedBy(new LockOrder()))
                .isEqualTo("T0 waits for the lock of page table 0 and holds the lock of page table 1");
    }

    @Test
    void anOperationThatHasReturnedHoldsNoLock() {
        Made run = Made.from(one).ends(T0, m -> Folio.lock(m, T0, 0));
        assertThat(run.judgedBy(new AllUnlocked()))
                .isEqualTo("an operation has returned and T0 still holds the lock of page 0");
        assertThat(Made.from(one).ends(T0).judgedBy(new AllUnlocked())).isEqualTo("held");
    }

    @Test
    void aDeadlockNamesWhoWaitsForWhat() {
        assertThat(Made.from(one)
                        .then(T0, m -> m)
                        .stuckSays(new NoDeadlock(), new Wait(0, "this"), new Wait(1, "that")))
                .isEqualTo("T0 waits for this, T1 waits for that");
    }
}
