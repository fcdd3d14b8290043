package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateDeviceRange.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, migrate_device_range(): collect device pages by number, wherever they are mapped, with no mmap_lock held.
 * Free pages and pages that others have locked are left out. Returns a {@link MigrateVma}.
 *
 * <p>GET_ANON_VMA is ours: without mmap_lock only a reference keeps the anon_vma until the entries are removed. The caller drops
 * it after finalize ({@link AnonVmas#putAll}).
 */
public final class MigrateDeviceRange {
    public enum At {
        GET_FOLIO,
        TRYLOCK_FOLIO,
        GET_ANON_VMA,
        COLLECT_PAGE,
        UNMAPPED
    }

    /**
     * What it remembers.
     *
     * @param pfn the present page
     * @param to the one behind the last
     * @param src the entries so far
     */
    public record Locals(int pfn, int to, Table<MigratePfn> src) {
        public static Locals of(int from, int to) {
            return new Locals(from, to, Table.empty());
        }

        Locals plus(MigratePfn entry) {
            return new Locals(pfn + 1, to, src.plus(entry));
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_device_range")
            .at(GET_FOLIO, MigrateDeviceRange::getFolio)
            .at(TRYLOCK_FOLIO, MigrateDeviceRange::trylockFolio)
            .at(GET_ANON_VMA, MigrateDeviceRange::getAnonVma)
            .at(COLLECT_PAGE, MigrateDeviceRange::collectPage)
            .atReturn(UNMAPPED, MigrateDeviceRange::unmapped);

    private MigrateDeviceRange() {}

    /** folio_get_nontail_page(): not if the page is free. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        Locals now = l;
        while (now.pfn < now.to && !Folio.canGet(m, now.pfn)) {
            now = now.plus(MigratePfn.NONE);
        }
        if (now.pfn >= now.to) {
            MigrateVma args = MigrateVma.ofPages(now.src);
            return Next.call(
                    m,
                    MigrateDeviceUnmap.PROGRAM,
                    MigrateDeviceUnmap.Locals.of(args),
                    UNMAPPED,
                    new Locals(0, 0, Table.empty()));
        }
        return Next.next(Folio.get(m, self, now.pfn), now);
    }

    /** A page that somebody holds the lock of stays on the device. */
    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        if (!Folio.canLock(m, l.pfn)) {
            return Next.go(Folio.put(m, self, l.pfn), GET_FOLIO, l.plus(MigratePfn.NONE));
        }
        return Next.next(Folio.lock(m, self, l.pfn), l);
    }

    /** A page that nobody maps any more is on its way to be free: there is nothing to bring back. */
    static Next<Locals> getAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        return page.isMapped() && page.isAnon()
                ? Next.next(AnonVmas.get(m, self, page.anonVma()), l)
                : Next.go(Folio.put(Folio.unlock(m, self, l.pfn), self, l.pfn), GET_FOLIO, l.plus(MigratePfn.NONE));
    }

    static Next<Locals> collectPage(Machine m, ThreadId self, Locals l) {
        return Next.go(m, GET_FOLIO, l.plus(MigratePfn.collected(l.pfn, false)));
    }

    static Next<Locals> unmapped(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.<Locals>done(m, args).saying(new MigrateVmaState(MigrateVmaState.Phase.SETUP, args));
    }
}
