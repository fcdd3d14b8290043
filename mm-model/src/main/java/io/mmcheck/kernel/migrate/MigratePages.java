package io.mmcheck.kernel.migrate;

import static io.mmcheck.kernel.migrate.MigratePages.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.TryToMigrate;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swap.LruList;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate.c, do_pages_move() for one address: add_folio_for_migration(), migrate_folio_unmap(), migrate_folio_move(). The folio
 * at the address, huge or small, moves to other frames as a whole, as if they were on the node that was asked for. A huge page
 * that a pmd maps has one migration entry, in the pmd. It is tried once. Returns 0, or an {@link Errno}: ENOENT if there is no
 * page, EBUSY if it cannot be had, EAGAIN if it is in use, ENOMEM if there is no other.
 */
public final class MigratePages {
    public enum At {
        DRAIN_ALL,
        LOCK_MMAP,
        ISOLATE_FOLIO,
        UNLOCK_MMAP,
        ALLOCATE,
        TRYLOCK_SRC,
        LOCK_DST,
        GET_ANON_VMA,
        TRY_TO_MIGRATE,
        MOVE_MAPPING,
        MOVED_MAPPING,
        COPY,
        MIGRATE_FLAGS,
        ADD_LRU,
        REMOVE_MIGRATION_PTES,
        UNLOCK_DST,
        PUT_ANON_VMA,
        UNLOCK_SRC,
        PUTBACK_SRC,
        PUT_DST,
        DONE
    }

    /**
     * The address.
     *
     * @param src the isolated folio, or -1
     * @param dst the new one, or -1
     * @param moved whether the new one has taken the place of the old one
     * @param result what will be returned
     */
    public record Locals(int process, int va, int src, int dst, boolean moved, Object result) {
        public static Locals of(int process, int va) {
            return new Locals(process, va, -1, -1, false, 0);
        }

        Locals withSrc(int head) {
            return new Locals(process, va, head, dst, moved, result);
        }

        Locals withDst(int head) {
            return new Locals(process, va, src, head, moved, result);
        }

        Locals withMoved() {
            return new Locals(process, va, src, dst, true, 0);
        }

        Locals fails(Errno error) {
            return new Locals(process, va, src, dst, moved, error);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_pages")
            .at(DRAIN_ALL, MigratePages::drainAll)
            .at(LOCK_MMAP, MigratePages::lockMmap)
            .at(ISOLATE_FOLIO, MigratePages::isolateFolio)
            .at(UNLOCK_MMAP, MigratePages::unlockMmap)
            .at(ALLOCATE, MigratePages::allocate)
            .at(TRYLOCK_SRC, MigratePages::trylockSrc)
            .at(LOCK_DST, MigratePages::lockDst)
            .at(GET_ANON_VMA, MigratePages::getAnonVma)
            .at(TRY_TO_MIGRATE, MigratePages::tryToMigrate)
            .at(MOVE_MAPPING, MigratePages::moveMapping)
            .atReturn(MOVED_MAPPING, MigratePages::movedMapping)
            .at(COPY, MigratePages::copy)
            .at(MIGRATE_FLAGS, MigratePages::migrateFlags)
            .at(ADD_LRU, MigratePages::addLru)
            .at(REMOVE_MIGRATION_PTES, MigratePages::removeMigrationPtes)
            .at(UNLOCK_DST, MigratePages::unlockDst)
            .at(PUT_ANON_VMA, MigratePages::putAnonVma)
            .at(UNLOCK_SRC, MigratePages::unlockSrc)
            .at(PUTBACK_SRC, MigratePages::putbackSrc)
            .at(PUT_DST, MigratePages::putDst)
            .at(DONE, MigratePages::done);

    private MigratePages() {}

    /** lru_cache_disable(): what waits in a batch could not be isolated. */
    static Next<Locals> drainAll(Machine m, ThreadId self, Locals l) {
        return MmapLock.isLive(m, l.process) ? Next.next(LruBatch.drainAll(m), l) : Next.done(m, Errno.ESRCH);
    }

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canRead(m, l.process)
                ? Next.next(MmapLock.read(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    /** follow_page() and folio_isolate_lru(): the reference of the one is handed to the other. A shared folio is left alone. */
    static Next<Locals> isolateFolio(Machine m, ThreadId self, Locals l) {
        boolean mapped = m.mm(l.process).vma(l.va) != null && m.leaf(l.process, l.va) instanceof Pte.Present;
        int pfn = mapped ? ((Pte.Present) m.leaf(l.process, l.va)).pfn() : -1;
        if (pfn < 0
                || pfn == m.zeroPage()
                || m.page(pfn).isDevice()
                || !m.page(pfn).isAnon()) {
            return Next.next(m, l.fails(Errno.ENOENT));
        }
        int head = m.head(pfn);
        return LruList.canIsolate(m, head)
                ? Next.next(LruList.isolate(m, head), l.withSrc(head))
                : Next.next(m, l.fails(Errno.EBUSY));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        return l.src < 0 ? Next.done(unlocked, l.result) : Next.next(unlocked, l);
    }

    /** alloc_migration_target(): of the same size, on the node that was asked for. */
    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        boolean huge = m.page(l.src).isHuge();
        int dst = huge ? PageAlloc.lowestFreeHuge(m) : PageAlloc.lowestFree(m);
        Next<Locals> fails = Next.go(m, PUTBACK_SRC, l.fails(Errno.ENOMEM));
        if (dst < 0) {
            return Next.choose(Next.alternative("allocation fails", fails));
        }
        Machine allocated = huge ? PageAlloc.allocateHuge(m, self, dst) : PageAlloc.allocate(m, self, dst);
        return Next.choose(
                Next.alternative("allocated", Next.next(allocated, l.withDst(dst))),
                Next.alternative("allocation fails", fails));
    }

    /** MIGRATE_ASYNC: it does not wait for anybody. */
    static Next<Locals> trylockSrc(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.src) && !m.page(l.src).writeback()
                ? Next.next(Folio.lock(m, self, l.src), l)
                : Next.go(m, PUTBACK_SRC, l.fails(Errno.EAGAIN));
    }

    static Next<Locals> lockDst(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.lock(m, self, l.dst), l);
    }

    /** folio_get_anon_vma(): while the folio is not mapped, nothing else keeps what rmap walks. */
    static Next<Locals> getAnonVma(Machine m, ThreadId self, Locals l) {
        boolean mapped = m.folioMapcount(l.src) > 0 && m.page(l.src).isAnon();
        return mapped
                ? Next.next(AnonVmas.get(m, self, m.page(l.src).anonVma()), l)
                : Next.go(m, UNLOCK_DST, l.fails(Errno.EAGAIN));
    }

    static Next<Locals> tryToMigrate(Machine m, ThreadId self, Locals l) {
        return Next.call(m, TryToMigrate.PROGRAM, TryToMigrate.Locals.of(l.src), MOVE_MAPPING, l);
    }

    static Next<Locals> moveMapping(Machine m, ThreadId self, Locals l) {
        return m.folioMapcount(l.src) > 0
                ? Next.go(m, REMOVE_MIGRATION_PTES, l.fails(Errno.EAGAIN))
                : Next.call(
                        m,
                        FolioMigrateMapping.PROGRAM,
                        new FolioMigrateMapping.Locals(l.src, l.dst, 0),
                        MOVED_MAPPING,
                        l);
    }

    static Next<Locals> movedMapping(Machine m, ThreadId self, Locals l, Boolean success) {
        return success ? Next.next(m, l) : Next.go(m, REMOVE_MIGRATION_PTES, l.fails(Errno.EAGAIN));
    }

    /** folio_copy(), and the mapping of each page of a huge folio. */
    static Next<Locals> copy(Machine m, ThreadId self, Locals l) {
        Machine copied = m;
        for (int i = 0; i < m.folioSize(l.src); i++) {
            Page from = m.page(l.src + i);
            Page to = copied.page(l.dst + i)
                    .withData(from.data())
                    .withMapping(from.anonVma(), from.index())
                    .withUptodate(from.uptodate());
            copied = copied.withPage(l.dst + i, to);
        }
        return Next.<Locals>next(copied, l).saying(new Copied(l.src, l.dst));
    }

    static Next<Locals> migrateFlags(Machine m, ThreadId self, Locals l) {
        Machine migrated = m;
        for (int i = 0; i < m.folioSize(l.src); i++) {
            migrated = FolioMigrateFlags.migrate(migrated, l.src + i, l.dst + i);
        }
        return Next.next(migrated, l.withMoved());
    }

    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        Machine added = LruBatch.add(m, self, l.dst);
        return Next.next(m.page(l.dst).isHuge() ? LruBatch.drain(added, self.index()) : added, l);
    }

    static Next<Locals> removeMigrationPtes(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m,
                RemoveMigrationPtes.PROGRAM,
                RemoveMigrationPtes.Locals.of(l.src, l.moved ? l.dst : l.src),
                UNLOCK_DST,
                l);
    }

    static Next<Locals> unlockDst(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.dst), l);
    }

    static Next<Locals> putAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.next(AnonVmas.putAll(m, self), l);
    }

    static Next<Locals> unlockSrc(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.src), l);
    }

    /** A folio that has moved is freed with its isolation; one that has not goes back to its list. */
    static Next<Locals> putbackSrc(Machine m, ThreadId self, Locals l) {
        if (!l.moved) {
            return Next.next(LruList.putback(m, l.src), l);
        }
        Machine off = m.withPage(l.src, m.page(l.src).withLru(Lru.OFF));
        return Next.next(Folio.refSub(off, l.src, 1), l);
    }

    static Next<Locals> putDst(Machine m, ThreadId self, Locals l) {
        return Next.next(l.dst < 0 ? m : Folio.put(m, self, l.dst), l);
    }

    static Next<Locals> done(Machine m, ThreadId self, Locals l) {
        return Next.done(m, l.result);
    }
}
