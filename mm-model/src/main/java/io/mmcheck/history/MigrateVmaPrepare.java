package io.mmcheck.history;

import static io.mmcheck.history.MigrateVmaPrepare.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migrate.RemoveMigrationPte;
import io.mmcheck.kernel.migrate.RemoveMigrationPtes;
import io.mmcheck.kernel.migratedevice.Isolation;
import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.rmap.TryToMigrate;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swap.LruList;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.MigrationFails;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate.c up to 5.15, migrate_vma_prepare() and migrate_vma_unmap(): lock what collect could not, isolate and check, give back;
 * then unmap, check again, give back. A page that is locked only here has no migration entry yet ({@code remap} is false).
 */
final class MigrateVmaPrepare {
    enum At {
        DRAIN_LOCAL,
        PREPARE_ENTRY,
        TRYLOCK_AGAIN,
        DRAIN_ALL,
        ISOLATE_FOLIO,
        CHECK_PREPARED,
        GIVE_UP_PAGE,
        NEXT_PREPARED,
        UNLOCK_PREPARED,
        PUT_PREPARED,
        UNMAP_ENTRY,
        CHECK_UNMAPPED,
        NEXT_RESTORED,
        UNLOCK_RESTORED,
        PUTBACK_RESTORED
    }

    static final Program<Machine, MigrateDeviceUnmap.Locals> PROGRAM =
            Program.<Machine, MigrateDeviceUnmap.Locals>named("migrate_vma_prepare")
                    .at(DRAIN_LOCAL, MigrateVmaPrepare::drainLocal)
                    .at(PREPARE_ENTRY, MigrateVmaPrepare::prepareEntry)
                    .at(TRYLOCK_AGAIN, MigrateVmaPrepare::trylockAgain)
                    .at(DRAIN_ALL, MigrateVmaPrepare::drainAll)
                    .at(ISOLATE_FOLIO, MigrateVmaPrepare::isolateFolio)
                    .at(CHECK_PREPARED, MigrateVmaPrepare::checkPrepared)
                    .at(GIVE_UP_PAGE, MigrateVmaPrepare::giveUpPage)
                    .at(NEXT_PREPARED, MigrateVmaPrepare::nextPrepared)
                    .at(UNLOCK_PREPARED, MigrateVmaPrepare::unlockPrepared)
                    .at(PUT_PREPARED, MigrateVmaPrepare::putPrepared)
                    .at(UNMAP_ENTRY, MigrateVmaPrepare::unmapEntry)
                    .at(CHECK_UNMAPPED, MigrateVmaPrepare::checkUnmapped)
                    .at(NEXT_RESTORED, MigrateVmaPrepare::nextRestored)
                    .at(UNLOCK_RESTORED, MigrateVmaPrepare::unlockRestored)
                    .at(PUTBACK_RESTORED, MigrateVmaPrepare::putbackRestored);

    private MigrateVmaPrepare() {}

    /** {@code pfn} of the locals is the page of an entry that was locked only here, or one that is being given back. */
    private static MigrateDeviceUnmap.Locals at(MigrateDeviceUnmap.Locals l, MigrateVma args, int i) {
        return new MigrateDeviceUnmap.Locals(args, i, l.restore(), l.drained(), -1);
    }

    static Next<MigrateDeviceUnmap.Locals> drainLocal(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(LruBatch.drain(m, self.index()), l);
    }

    static Next<MigrateDeviceUnmap.Locals> prepareEntry(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        MigrateVma args = l.args();
        int i = l.i();
        while (i < args.npages() && !args.src(i).valid()) {
            i++;
        }
        if (i == args.npages() || args.cpages() == 0 && args.process() >= 0) {
            return Next.go(m, NEXT_PREPARED, new MigrateDeviceUnmap.Locals(args, 0, l.restore(), false, -1));
        }
        MigrateDeviceUnmap.Locals here = at(l, args, i);
        boolean locked = args.src(i).locked() || args.process() < 0;
        return Next.go(m, locked ? afterLock(m, here) : TRYLOCK_AGAIN, here);
    }

    private static At afterLock(Machine m, MigrateDeviceUnmap.Locals l) {
        Page page = m.page(l.page());
        return page.isDevice() ? CHECK_PREPARED : page.lru() != Lru.ON && !l.drained() ? DRAIN_ALL : ISOLATE_FOLIO;
    }

    /** Two migrations could each wait for a page of the other: one more try, and no wait. */
    static Next<MigrateDeviceUnmap.Locals> trylockAgain(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int pfn = l.page();
        if (!Folio.canLock(m, pfn)) {
            return Next.go(Folio.put(m, self, pfn), PREPARE_ENTRY, at(l, dropped(l), l.i() + 1));
        }
        MigrateVma args = l.args().withSrc(l.i(), l.args().src(l.i()).withLocked(true));
        MigrateDeviceUnmap.Locals locked = new MigrateDeviceUnmap.Locals(args, l.i(), l.restore(), l.drained(), pfn);
        return Next.go(Folio.lock(m, self, pfn), afterLock(m, locked), locked);
    }

    private static MigrateVma dropped(MigrateDeviceUnmap.Locals l) {
        return l.args().withSrc(l.i(), MigratePfn.NONE).withCpages(l.args().cpages() - 1);
    }

    static Next<MigrateDeviceUnmap.Locals> drainAll(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(
                LruBatch.drainAll(m), new MigrateDeviceUnmap.Locals(l.args(), l.i(), l.restore(), true, l.pfn()));
    }

    static Next<MigrateDeviceUnmap.Locals> isolateFolio(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int pfn = l.page();
        if (LruList.canIsolate(m, pfn)) {
            return Next.next(Folio.put(LruList.isolate(m, pfn), self, pfn), l);
        }
        return remap(l) ? Next.go(m, PREPARE_ENTRY, fails(l)) : Next.go(m, GIVE_UP_PAGE, l);
    }

    /** Whether the page has a migration entry that has to be removed if it stays. */
    private static boolean remap(MigrateDeviceUnmap.Locals l) {
        return l.pfn() < 0;
    }

    private static MigrateDeviceUnmap.Locals fails(MigrateDeviceUnmap.Locals l) {
        MigrateVma args = l.args()
                .withSrc(l.i(), l.args().src(l.i()).withMigrate(false))
                .withCpages(l.args().cpages() - 1);
        return new MigrateDeviceUnmap.Locals(args, l.i() + 1, l.restore() + 1, l.drained(), -1);
    }

    private static int excess(Machine m, MigrateDeviceUnmap.Locals l) {
        Page page = m.page(l.page());
        boolean isFaultPage = l.page() == l.args().faultPage();
        return page.refs() - MigrateDeviceUnmap.expected(page, isFaultPage) - page.mapcount();
    }

    /** The page may be mapped still: by others, or because it was not collected under its lock. */
    static Next<MigrateDeviceUnmap.Locals> checkPrepared(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int excess = excess(m, l);
        if (excess <= 0) {
            return Next.go(m, PREPARE_ENTRY, at(l, l.args(), l.i() + 1));
        }
        Machine back =
                m.page(l.page()).isDevice() ? m : LruBatch.add(Isolation.take(m, self, l.page()), self, l.page());
        Next<MigrateDeviceUnmap.Locals> next =
                remap(l) ? Next.go(back, PREPARE_ENTRY, fails(l)) : Next.go(back, GIVE_UP_PAGE, l);
        return next.saying(new MigrationFails(l.page(), "migrate_vma_prepare", excess));
    }

    /** It never had a migration entry: unlocked and put, it is as before. */
    static Next<MigrateDeviceUnmap.Locals> giveUpPage(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Machine unlocked = Folio.unlock(m, self, l.pfn());
        return Next.go(Folio.put(unlocked, self, l.pfn()), PREPARE_ENTRY, at(l, dropped(l), l.i() + 1));
    }

    private static int nextToRestore(MigrateDeviceUnmap.Locals l) {
        int i = l.i();
        while (i < l.args().npages()
                && !(l.args().src(i).valid() && !l.args().src(i).migrate())) {
            i++;
        }
        return i;
    }

    private static MigrateDeviceUnmap.Locals restoring(MigrateDeviceUnmap.Locals l, int i) {
        MigrateVma args = l.args().withSrc(i, MigratePfn.NONE);
        return new MigrateDeviceUnmap.Locals(
                args, i + 1, l.restore() - 1, false, l.args().src(i).pfn());
    }

    /** remove_migration_pte() at the one address that collect has replaced; nothing else has been touched yet. */
    static Next<MigrateDeviceUnmap.Locals> nextPrepared(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int i = nextToRestore(l);
        if (i == l.args().npages() || l.restore() == 0) {
            return Next.go(m, UNMAP_ENTRY, new MigrateDeviceUnmap.Locals(l.args(), 0, 0, false, -1));
        }
        int pfn = l.args().src(i).pfn();
        return l.args().process() < 0
                ? Next.go(m, UNLOCK_PREPARED, restoring(l, i))
                : Next.call(
                        m,
                        RemoveMigrationPte.PROGRAM,
                        RemoveMigrationPte.Locals.of(
                                pfn, pfn, l.args().process(), l.args().address(i)),
                        UNLOCK_PREPARED,
                        restoring(l, i));
    }

    private static Machine unlock(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return l.pfn() == l.args().faultPage() ? m : Folio.unlock(m, self, l.pfn());
    }

    static Next<MigrateDeviceUnmap.Locals> unlockPrepared(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(unlock(m, self, l), l);
    }

    static Next<MigrateDeviceUnmap.Locals> putPrepared(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.go(Folio.put(m, self, l.pfn()), NEXT_PREPARED, at(l, l.args(), l.i()));
    }

    static Next<MigrateDeviceUnmap.Locals> unmapEntry(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int i = l.i();
        while (i < l.args().npages()
                && !(l.args().src(i).valid() && l.args().src(i).migrate())) {
            i++;
        }
        if (i == l.args().npages()) {
            return Next.go(m, NEXT_RESTORED, new MigrateDeviceUnmap.Locals(l.args(), 0, l.restore(), false, -1));
        }
        MigrateDeviceUnmap.Locals here = at(l, l.args(), i);
        return m.page(here.page()).isMapped()
                ? Next.call(m, TryToMigrate.PROGRAM, TryToMigrate.Locals.of(here.page()), CHECK_UNMAPPED, here)
                : Next.next(m, here);
    }

    static Next<MigrateDeviceUnmap.Locals> checkUnmapped(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int excess = excess(m, l);
        if (!m.page(l.page()).isMapped() && excess <= 0) {
            return Next.go(m, UNMAP_ENTRY, at(l, l.args(), l.i() + 1));
        }
        Next<MigrateDeviceUnmap.Locals> next = Next.go(m, UNMAP_ENTRY, fails(l));
        return excess > 0 ? next.saying(new MigrationFails(l.page(), "migrate_vma_unmap", excess)) : next;
    }

    static Next<MigrateDeviceUnmap.Locals> nextRestored(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        int i = nextToRestore(l);
        if (i == l.args().npages() || l.restore() == 0) {
            return Next.done(
                    m, l.args().process() < 0 ? l.args().withCpages(l.args().migrating()) : l.args());
        }
        int pfn = l.args().src(i).pfn();
        return Next.call(
                m,
                RemoveMigrationPtes.PROGRAM,
                RemoveMigrationPtes.Locals.of(pfn, pfn),
                UNLOCK_RESTORED,
                restoring(l, i));
    }

    static Next<MigrateDeviceUnmap.Locals> unlockRestored(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(unlock(m, self, l), l);
    }

    /** The reference of isolation goes with the putback, the one of collect with the put. */
    static Next<MigrateDeviceUnmap.Locals> putbackRestored(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Machine back = m.page(l.pfn()).isDevice() ? m : LruBatch.add(Isolation.take(m, self, l.pfn()), self, l.pfn());
        return Next.go(Folio.put(back, self, l.pfn()), NEXT_RESTORED, at(l, l.args(), l.i()));
    }
}
