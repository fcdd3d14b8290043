package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migrate.RemoveMigrationPtes;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, __migrate_device_finalize(), alias migrate_vma_finalize() and migrate_device_finalize(): map the
 * destination, or the source again, and let both go.
 */
public final class MigrateDeviceFinalize {
    public enum At {
        NEXT_ENTRY,
        PUT_REJECTED,
        ADD_TO_LRU,
        REMOVE_ENTRIES,
        UNLOCK_SRC,
        PUT_SRC,
        UNLOCK_DST,
        PUT_DST
    }

    /**
     * What it remembers.
     *
     * @param args the request
     * @param i the present entry
     */
    public record Locals(MigrateVma args, int i) {
        public static Locals of(MigrateVma args) {
            return new Locals(args, 0);
        }

        public int src() {
            return args.src(i).pfn();
        }

        /** What the entries will point to: the destination, or the source if it has not migrated. */
        public int dst() {
            MigratePfn to = args.dst(i);
            return to.valid() ? to.pfn() : src();
        }

        public Locals next() {
            return new Locals(args, i + 1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_device_finalize")
            .at(NEXT_ENTRY, MigrateDeviceFinalize::nextEntry)
            .at(PUT_REJECTED, MigrateDeviceFinalize::putRejected)
            .at(ADD_TO_LRU, MigrateDeviceFinalize::addToLru)
            .at(REMOVE_ENTRIES, MigrateDeviceFinalize::removeEntries)
            .at(UNLOCK_SRC, MigrateDeviceFinalize::unlockSrc)
            .at(PUT_SRC, MigrateDeviceFinalize::putSrc)
            .at(UNLOCK_DST, MigrateDeviceFinalize::unlockDst)
            .at(PUT_DST, MigrateDeviceFinalize::putDst);

    private MigrateDeviceFinalize() {}

    static Next<Locals> nextEntry(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.args.npages() && !l.args.src(i).valid() && !l.args.dst(i).valid()) {
            i++;
        }
        Locals now = new Locals(l.args, i);
        if (i == l.args.npages()) {
            return Next.<Locals>done(m).saying(new MigrateVmaState(MigrateVmaState.Phase.FINALIZE, l.args));
        }
        MigratePfn src = l.args.src(i);
        if (!src.valid()) {
            return Next.go(m, UNLOCK_DST, now);
        }
        return Next.go(m, !src.migrate() && l.args.dst(i).valid() ? PUT_REJECTED : ADD_TO_LRU, now);
    }

    /** A destination that nobody else has ever seen. */
    static Next<Locals> putRejected(Machine m, ThreadId self, Locals l) {
        int pfn = l.args.dst(l.i).pfn();
        Machine put = Folio.put(Folio.unlock(m, self, pfn), self, pfn);
        return Next.next(put, new Locals(l.args.withDst(l.i, MigratePfn.NONE), l.i));
    }

    /** Only what stays in use: a source that has migrated is about to be freed. */
    static Next<Locals> addToLru(Machine m, ThreadId self, Locals l) {
        int pfn = l.dst();
        if (m.page(pfn).isDevice()) {
            return Next.next(m, l);
        }
        Machine ours = pfn == l.src() ? Isolation.take(m, self, pfn) : m;
        return Next.next(LruBatch.add(ours, self, pfn), l);
    }

    static Next<Locals> removeEntries(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m, RemoveMigrationPtes.PROGRAM, RemoveMigrationPtes.Locals.of(l.src(), l.dst()), UNLOCK_SRC, l);
    }

    /** Whoever waits for a migration entry goes on from here. A faulting thread has locked its page itself. */
    static Next<Locals> unlockSrc(Machine m, ThreadId self, Locals l) {
        return Next.next(l.src() == l.args.faultPage() ? m : Folio.unlock(m, self, l.src()), l);
    }

    static Next<Locals> putSrc(Machine m, ThreadId self, Locals l) {
        Machine ours =
                m.page(l.src()).lru() == Lru.ISOLATED && l.dst() != l.src() ? Isolation.take(m, self, l.src()) : m;
        Machine put = Folio.put(ours, self, l.src());
        return l.dst() == l.src() ? Next.go(put, NEXT_ENTRY, l.next()) : Next.next(put, l);
    }

    static Next<Locals> unlockDst(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.args.dst(l.i).pfn()), l);
    }

    static Next<Locals> putDst(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.args.dst(l.i).pfn()), NEXT_ENTRY, l.next());
    }
}
