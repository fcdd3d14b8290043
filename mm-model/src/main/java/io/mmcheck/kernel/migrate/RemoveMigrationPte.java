package io.mmcheck.kernel.migrate;

import static io.mmcheck.kernel.migrate.RemoveMigrationPte.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/migrate.c, remove_migration_pte(): one mapping. It needs no flush, nothing was present. */
public final class RemoveMigrationPte {
    public enum At {
        LOCK_PTL,
        GET_FOLIO,
        ADD_RMAP,
        SET_PTE,
        UNLOCK_PTL,
        LOCK_PMD,
        ADD_RMAP_PMD,
        SET_PMD,
        UNLOCK_PMD
    }

    /**
     * What it remembers.
     *
     * @param src the folio that the entry names
     * @param dst the folio that gets mapped
     * @param process the process
     * @param va where
     * @param table the page table while it is locked, or -1
     */
    public record Locals(int src, int dst, int process, int va, int table) {
        public static Locals of(int src, int dst, int process, int va) {
            return new Locals(src, dst, process, va, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("remove_migration_pte")
            .at(LOCK_PTL, RemoveMigrationPte::lockPtl)
            .at(GET_FOLIO, RemoveMigrationPte::getFolio)
            .at(ADD_RMAP, RemoveMigrationPte::addRmap)
            .at(SET_PTE, RemoveMigrationPte::setPte)
            .at(UNLOCK_PTL, RemoveMigrationPte::unlockPtl)
            .at(LOCK_PMD, RemoveMigrationPte::lockPmd)
            .at(ADD_RMAP_PMD, RemoveMigrationPte::addRmapPmd)
            .at(SET_PMD, RemoveMigrationPte::setPmd)
            .at(UNLOCK_PMD, RemoveMigrationPte::unlockPmd);

    private RemoveMigrationPte() {}

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (m.pmd(l.process, l.va) instanceof Pmd.Migration) {
            return Next.go(m, LOCK_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> {
                    boolean names = m.pte(l.process, l.va) instanceof Pte.Migration e && e.pfn() == l.src;
                    return Next.go(
                            locked, names ? GET_FOLIO : UNLOCK_PTL, new Locals(l.src, l.dst, l.process, l.va, table));
                },
                Next::done);
    }

    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.refAdd(m, l.dst, 1), l);
    }

    static Next<Locals> addRmap(Machine m, ThreadId self, Locals l) {
        if (m.page(l.dst).isFile()) {
            return Next.next(Rmap.addFile(m, l.process, l.va, l.dst), l);
        }
        boolean exclusive = entry(m, l).kind() != Pte.Migration.Kind.READ;
        return Next.next(Rmap.addAnon(m, l.process, l.va, l.dst, exclusive), l);
    }

    /**
     * The rights come from the VMA as it is now. The D bit of the entry is used only if the folio is dirty too: a clean folio must
     * not become dirty by having been moved.
     */
    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        Pte.Migration e = entry(m, l);
        Page dst = m.page(l.dst);
        boolean writable = e.kind() == Pte.Migration.Kind.WRITE;
        boolean dirty = m.folio(l.dst).dirty() && e.dirty();
        Pte pte;
        if (dst.isDevicePrivate()) {
            pte = new Pte.DevicePrivate(l.dst, writable, e.softDirty(), e.uffdWp());
        } else {
            Vma vma = m.mm(l.process).vma(l.va);
            boolean protNone = vma != null && !vma.readable();
            writable |= vma != null && vma.mapsWritable() && !e.uffdWp();
            pte = new Pte.Present(l.dst, writable, dirty, e.young(), e.softDirty(), e.uffdWp(), protNone);
        }
        return Next.next(m.withPte(l.process, l.va, pte), l);
    }

    private static Pte.Migration entry(Machine m, Locals l) {
        return (Pte.Migration) m.pte(l.process, l.va);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.done(Ptl.unlock(m, self, l.table));
    }

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        if (!(m.pmd(l.process, l.va) instanceof Pmd.Migration e)) {
            return Next.go(m, LOCK_PTL, l); // split under us: page_vma_mapped_walk() goes on with the ptes
        }
        boolean names = e.pfn() == l.src;
        return Next.<Locals>go(PmdLock.lock(m, self, l.process), names ? ADD_RMAP_PMD : UNLOCK_PMD, l)
                .saying(PmdLock.acquired(l.process));
    }

    /** remove_migration_pmd(), with the reference of the mapping. */
    static Next<Locals> addRmapPmd(Machine m, ThreadId self, Locals l) {
        Pte.Migration e = ((Pmd.Migration) m.pmd(l.process, l.va)).bits();
        boolean exclusive = e.kind() != Pte.Migration.Kind.READ;
        return Next.next(Rmap.addAnonPmd(Folio.refAdd(m, l.dst, 1), l.process, l.va, l.dst, exclusive), l);
    }

    static Next<Locals> setPmd(Machine m, ThreadId self, Locals l) {
        Pte.Migration e = ((Pmd.Migration) m.pmd(l.process, l.va)).bits();
        Vma vma = m.mm(l.process).vma(l.va);
        boolean protNone = vma != null && !vma.readable();
        Pte.Present bits = new Pte.Present(
                l.dst,
                e.kind() == Pte.Migration.Kind.WRITE,
                m.page(l.dst).dirty() && e.dirty(),
                e.young(),
                e.softDirty(),
                e.uffdWp(),
                protNone);
        return Next.next(m.withPmd(l.process, l.va, new Pmd.Huge(bits)), l);
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.done(PmdLock.unlock(m, self, l.process));
    }
}
