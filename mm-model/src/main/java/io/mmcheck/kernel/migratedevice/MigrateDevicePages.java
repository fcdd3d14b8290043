package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateDevicePages.At.*;

import io.mmcheck.kernel.migrate.FolioMigrateFlags;
import io.mmcheck.kernel.migrate.FolioMigrateMapping;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, __migrate_device_pages(), alias migrate_vma_pages() and migrate_device_pages(): give each destination the
 * identity of its source, and map the destinations of holes. The driver has copied already.
 */
public final class MigrateDevicePages {
    public enum At {
        NEXT_ENTRY,
        NOTIFIER_START,
        INSERT_PAGE,
        INSERTED,
        FREE_SWAP,
        MIGRATE_MAPPING,
        MIGRATED_MAPPING,
        MIGRATE_FLAGS,
        NOTIFIER_END
    }

    /**
     * What it remembers.
     *
     * @param args the request
     * @param i the present entry
     * @param notified whether an invalidation has started, for the first hole
     * @param listeners the devices that hear of it
     */
    public record Locals(MigrateVma args, int i, boolean notified, int listeners) {
        public static Locals of(MigrateVma args) {
            return new Locals(args, 0, false, 0);
        }

        Locals at(int entry) {
            return new Locals(args, entry, notified, listeners);
        }

        /** The present entry is done with; it has migrated or not. */
        public Locals done(boolean migrated) {
            MigrateVma now = migrated ? args : args.withSrc(i, args.src(i).withMigrate(false));
            return new Locals(now, i + 1, notified, listeners);
        }

        public int src() {
            return args.src(i).pfn();
        }

        public int dst() {
            return args.dst(i).pfn();
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("__migrate_device_pages")
            .at(NEXT_ENTRY, MigrateDevicePages::nextEntry)
            .at(NOTIFIER_START, MigrateDevicePages::notifierStart)
            .at(INSERT_PAGE, MigrateDevicePages::insertPage)
            .atReturn(INSERTED, MigrateDevicePages::inserted)
            .at(FREE_SWAP, MigrateDevicePages::freeSwap)
            .at(MIGRATE_MAPPING, MigrateDevicePages::migrateMapping)
            .atReturn(MIGRATED_MAPPING, MigrateDevicePages::migratedMapping)
            .at(MIGRATE_FLAGS, MigrateDevicePages::migrateFlags)
            .at(NOTIFIER_END, MigrateDevicePages::notifierEnd);

    private MigrateDevicePages() {}

    static Next<Locals> nextEntry(Machine m, ThreadId self, Locals l) {
        Locals now = l;
        while (now.i < now.args.npages()) {
            MigratePfn src = now.args.src(now.i);
            if (!now.args.dst(now.i).valid()) {
                now = now.done(false);
            } else if (src.valid()) {
                return Next.go(m, FREE_SWAP, now);
            } else if (src.migrate()) {
                return Next.go(m, now.notified ? INSERT_PAGE : NOTIFIER_START, now);
            } else {
                now = now.at(now.i + 1);
            }
        }
        if (now.notified) {
            return Next.go(m, NOTIFIER_END, now);
        }
        return Next.<Locals>done(m, now.args).saying(new MigrateVmaState(MigrateVmaState.Phase.PAGES, now.args));
    }

    /** One invalidation for the first hole and all that follows: the zero page may be mapped on other devices. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        if (args.process() < 0) {
            throw new Bug("device range", "a hole in a range of pages");
        }
        int listeners = MmuNotifier.listeners(m, args.process(), args.owner());
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        return Next.next(
                MmuNotifier.start(m, listeners, args.process(), args.address(l.i), args.end()),
                new Locals(args, l.i, true, listeners));
    }

    static Next<Locals> insertPage(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m,
                MigrateVmaInsertPage.PROGRAM,
                MigrateVmaInsertPage.Locals.of(l.args.process(), l.args.address(l.i), l.dst()),
                INSERTED,
                l);
    }

    static Next<Locals> inserted(Machine m, ThreadId self, Locals l, Boolean success) {
        return Next.go(m, NEXT_ENTRY, l.done(success));
    }

    /** Device memory cannot be in the swap cache: the slot is given back, or the page stays. Pages of files stay always. */
    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        if (m.page(l.src()).isFile()) {
            return Next.go(m, NEXT_ENTRY, l.done(false));
        }
        if (m.page(l.dst()).isDevice() && m.page(l.src()).inSwapCache()) {
            if (!SwapCache.canFreeSwap(m, l.src())) {
                return Next.go(m, NEXT_ENTRY, l.done(false));
            }
            return Next.next(SwapCache.freeSwap(m, l.src()), l);
        }
        return Next.next(m, l);
    }

    static Next<Locals> migrateMapping(Machine m, ThreadId self, Locals l) {
        Page src = m.page(l.src());
        if (src.writeback()) {
            throw new Bug("BUG_ON", "page " + l.src() + " migrates under writeback");
        }
        int extra = l.src() == l.args.faultPage() ? 1 : 0;
        return Next.call(
                m,
                FolioMigrateMapping.PROGRAM,
                new FolioMigrateMapping.Locals(l.src(), l.dst(), extra),
                MIGRATED_MAPPING,
                l);
    }

    static Next<Locals> migratedMapping(Machine m, ThreadId self, Locals l, Boolean success) {
        return success ? Next.next(m, l) : Next.go(m, NEXT_ENTRY, l.done(false));
    }

    static Next<Locals> migrateFlags(Machine m, ThreadId self, Locals l) {
        return Next.go(FolioMigrateFlags.migrate(m, l.src(), l.dst()), NEXT_ENTRY, l.done(true));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        return Next.<Locals>done(MmuNotifier.end(m, l.listeners, args.process()), args)
                .saying(new MigrateVmaState(MigrateVmaState.Phase.PAGES, args));
    }
}
