package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migrate.RemoveMigrationPtes;
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
 * mm/migrate_device.c, migrate_device_unmap(): take the collected folios off the LRU and out of every other page table, and give
 * back those that somebody else still uses.
 */
public final class MigrateDeviceUnmap {
    public enum At {
        DRAIN_LOCAL,
        NEXT_ENTRY,
        DRAIN_ALL,
        ISOLATE_FOLIO,
        TRY_TO_MIGRATE,
        CHECK_FOLIO,
        PUTBACK_FOLIO,
        NEXT_RESTORED,
        UNLOCK_RESTORED,
        PUT_RESTORED
    }

    /**
     * What it remembers.
     *
     * @param args the request
     * @param i the present entry
     * @param restore how many entries have to be given back
     * @param drained whether all batches have been drained already: once is enough
     * @param pfn the folio that is being given back, or -1
     */
    public record Locals(MigrateVma args, int i, int restore, boolean drained, int pfn) {
        public static Locals of(MigrateVma args) {
            return new Locals(args, 0, 0, false, -1);
        }

        Locals at(int entry) {
            return new Locals(args, entry, restore, drained, pfn);
        }

        public int page() {
            return args.src(i).pfn();
        }

        public Locals withArgs(MigrateVma now) {
            return new Locals(now, i, restore, drained, pfn);
        }

        /** The present entry stays where it is. */
        Locals fails() {
            MigratePfn entry = args.src(i).withMigrate(false);
            return new Locals(args.withSrc(i, entry), i + 1, restore + 1, drained, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_device_unmap")
            .at(DRAIN_LOCAL, MigrateDeviceUnmap::drainLocal)
            .at(NEXT_ENTRY, MigrateDeviceUnmap::nextEntry)
            .at(DRAIN_ALL, MigrateDeviceUnmap::drainAll)
            .at(ISOLATE_FOLIO, MigrateDeviceUnmap::isolateFolio)
            .at(TRY_TO_MIGRATE, MigrateDeviceUnmap::tryToMigrate)
            .at(CHECK_FOLIO, MigrateDeviceUnmap::checkFolio)
            .at(PUTBACK_FOLIO, MigrateDeviceUnmap::putbackFolio)
            .at(NEXT_RESTORED, MigrateDeviceUnmap::nextRestored)
            .at(UNLOCK_RESTORED, MigrateDeviceUnmap::unlockRestored)
            .at(PUT_RESTORED, MigrateDeviceUnmap::putRestored);

    private MigrateDeviceUnmap() {}

    /** lru_add_drain(): what waits in the batch of this CPU has one reference too many. */
    static Next<Locals> drainLocal(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drain(m, self.index()), l);
    }

    static Next<Locals> nextEntry(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.args.npages() && !l.args.src(i).valid()) {
            i++;
        }
        if (i == l.args.npages()) {
            MigrateVma args = l.args.withCpages(l.args.migrating());
            return l.restore == 0
                    ? Next.done(m, args)
                    : Next.go(m, NEXT_RESTORED, new Locals(args, 0, l.restore, false, -1));
        }
        Page page = m.page(l.args.src(i).pfn());
        At label = page.isDevice() ? TRY_TO_MIGRATE : page.lru() != Lru.ON && !l.drained ? DRAIN_ALL : ISOLATE_FOLIO;
        return Next.go(m, label, l.at(i));
    }

    /** lru_add_drain_all() sleeps for work on every CPU; the folio may be in the batch of any. */
    static Next<Locals> drainAll(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drainAll(m), new Locals(l.args, l.i, l.restore, true, -1));
    }

    /** folio_isolate_lru() takes a reference of its own, so the one of collect goes. Whoever isolated it before keeps it. */
    static Next<Locals> isolateFolio(Machine m, ThreadId self, Locals l) {
        if (!LruList.canIsolate(m, l.page())) {
            return Next.go(m, NEXT_ENTRY, l.fails());
        }
        return Next.next(Folio.put(LruList.isolate(m, l.page()), self, l.page()), l);
    }

    static Next<Locals> tryToMigrate(Machine m, ThreadId self, Locals l) {
        return m.page(l.page()).isMapped()
                ? Next.call(m, TryToMigrate.PROGRAM, TryToMigrate.Locals.of(l.page()), CHECK_FOLIO, l)
                : Next.next(m, l);
    }

    /** migrate_vma_check_page(): anybody else with a reference could still look at the content or change it. */
    static Next<Locals> checkFolio(Machine m, ThreadId self, Locals l) {
        return checkAgainst(m, l, expected(m.page(l.page()), l.args.faultPage() == l.page()));
    }

    /** The references of a folio that only its migrator knows: one of ours, one of the swap cache or page cache, one of its faulter. */
    public static int expected(Page page, boolean isFaultPage) {
        return 1 + (isFaultPage ? 1 : 0) + (page.inSwapCache() || page.isFile() ? 1 : 0);
    }

    /** The check with another idea of how many references there should be beside those of ptes. */
    public static Next<Locals> checkAgainst(Machine m, Locals l, int extra) {
        Page page = m.page(l.page());
        int excess = page.refs() - extra - page.mapcount();
        if (!page.isMapped() && excess <= 0) {
            return Next.go(m, NEXT_ENTRY, l.at(l.i + 1));
        }
        Next<Locals> fails = page.isDevice() ? Next.go(m, NEXT_ENTRY, l.fails()) : Next.next(m, l);
        return excess > 0 ? fails.saying(new MigrationFails(l.page(), "migrate_vma_check_page", excess)) : fails;
    }

    /** folio_get() and folio_putback_lru(): isolation's reference goes, one is taken for the second loop. */
    static Next<Locals> putbackFolio(Machine m, ThreadId self, Locals l) {
        return Next.go(LruBatch.add(Isolation.take(m, self, l.page()), self, l.page()), NEXT_ENTRY, l.fails());
    }

    static Next<Locals> nextRestored(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.args.npages() && !(l.args.src(i).valid() && !l.args.src(i).migrate())) {
            i++;
        }
        if (i == l.args.npages()) {
            return Next.done(m, l.args);
        }
        int pfn = l.args.src(i).pfn();
        return Next.call(
                m,
                RemoveMigrationPtes.PROGRAM,
                RemoveMigrationPtes.Locals.of(pfn, pfn),
                UNLOCK_RESTORED,
                new Locals(l.args.withSrc(i, MigratePfn.NONE), i + 1, l.restore - 1, false, pfn));
    }

    /** A faulting thread has locked its page itself. */
    static Next<Locals> unlockRestored(Machine m, ThreadId self, Locals l) {
        return Next.next(l.pfn == l.args.faultPage() ? m : Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> putRestored(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.pfn), NEXT_RESTORED, new Locals(l.args, l.i, l.restore, false, -1));
    }
}
