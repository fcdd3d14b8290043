package io.mmcheck.kernel.rmap;

import io.mmcheck.machine.AnonVma;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import java.util.ArrayList;
import java.util.List;

/** The families of anon_vmas (mm/rmap.c): which VMAs a folio can be mapped in. */
public final class AnonVmas {
    private AnonVmas() {}

    /** Whether the VMA of an address has an anon_vma, so that nothing is to be allocated; also if there is no VMA. */
    public static boolean prepared(Machine m, int process, int va) {
        Vma vma = m.mm(process).vma(va);
        return vma == null || vma.anonVma() >= 0;
    }

    /** anon_vma_prepare(): the VMA of an address has an anon_vma afterwards, shared with a neighbour it could merge with. */
    public static Machine prepare(Machine m, int process, int va) {
        Mm mm = m.mm(process);
        for (int i = 0; i < mm.vmas().size(); i++) {
            Vma vma = mm.vmas().get(i);
            if (vma.contains(va) && vma.anonVma() < 0) {
                int own = reusable(mm, vma);
                Machine made = own >= 0 ? m : create(m, -1);
                int anonVma = own >= 0 ? own : lowestFree(m);
                return withVma(made, process, i, vma.withAnonVma(anonVma, vma.chain() | 1L << anonVma));
            }
        }
        return m;
    }

    /** anon_vma_fork(): the child's VMA keeps the chain of the parent's and gets an anon_vma of its own below the same root. */
    public static Machine fork(Machine m, int child, int vmaIndex) {
        Vma vma = m.mm(child).vmas().get(vmaIndex);
        if (vma.anonVma() < 0) {
            return m;
        }
        int own = lowestFree(m);
        Machine made = create(m, m.anonVmas().get(vma.anonVma()).root());
        return withVma(made, child, vmaIndex, vma.withAnonVma(own, vma.chain() | 1L << own));
    }

    /** unlink_anon_vmas() of VMAs that are gone: an anon_vma that no VMA names and nobody holds is freed, roots last. */
    public static Machine release(Machine m) {
        long named = 0;
        for (Mm mm : m.mms()) {
            for (Vma vma : mm.vmas()) {
                named |= vma.chain();
            }
        }
        for (AnonVma anonVma : m.anonVmas()) {
            if (anonVma.holders() != 0) {
                named |= 1L << anonVma.root();
            }
        }
        for (int i = 0; i < m.anonVmas().size(); i++) {
            AnonVma anonVma = m.anonVmas().get(i);
            if (anonVma.live() && ((named & 1L << i) != 0 || anonVma.holders() != 0)) {
                named |= 1L << anonVma.root();
            }
        }
        Machine freed = m;
        for (int i = 0; i < m.anonVmas().size(); i++) {
            if (m.anonVmas().get(i).live()
                    && (named & 1L << i) == 0
                    && m.anonVmas().get(i).holders() == 0) {
                freed = freed.withAnonVma(i, AnonVma.NONE);
            }
        }
        return freed;
    }

    /**
     * The family that keeps unlink_anon_vmas() waiting: somebody walks it and may be in one of the VMAs inside [from, to). -1
     * if nobody does.
     */
    public static int walked(Machine m, int process, int from, int to) {
        for (Vma vma : m.mm(process).vmas()) {
            if (from <= vma.start()
                    && vma.end() <= to
                    && vma.anonVma() >= 0
                    && !lock(m, vma.anonVma()).canWrite()) {
                return vma.anonVma();
            }
        }
        return -1;
    }

    /** folio_get_anon_vma(): the anon_vma stays until {@link #put}. */
    public static Machine get(Machine m, ThreadId self, int anonVma) {
        AnonVma live = live(m, anonVma);
        return m.withAnonVma(anonVma, live.withHolders(live.holders() | 1 << self.index()));
    }

    /** put_anon_vma(). */
    public static Machine put(Machine m, ThreadId self, int anonVma) {
        AnonVma live = live(m, anonVma);
        return release(m.withAnonVma(anonVma, live.withHolders(live.holders() & ~(1 << self.index()))));
    }

    /** put_anon_vma() of every one that the thread holds. */
    public static Machine putAll(Machine m, ThreadId self) {
        Machine put = m;
        for (int i = 0; i < m.anonVmas().size(); i++) {
            if ((m.anonVmas().get(i).holders() & 1 << self.index()) != 0) {
                put = put(put, self, i);
            }
        }
        return put;
    }

    /** The lock that protects the family of an anon_vma: the one in its root. */
    public static RwLock lock(Machine m, int anonVma) {
        return m.anonVmas().get(live(m, anonVma).root()).lock();
    }

    public static Machine withLock(Machine m, int anonVma, RwLock lock) {
        int root = live(m, anonVma).root();
        return m.withAnonVma(root, m.anonVmas().get(root).withLock(lock));
    }

    private static AnonVma live(Machine m, int anonVma) {
        AnonVma found = m.anonVmas().get(anonVma);
        if (!found.live()) {
            throw new Bug("use after free", "anon_vma " + anonVma + " is gone");
        }
        return found;
    }

    private static int reusable(Mm mm, Vma vma) {
        for (Vma other : mm.vmas()) {
            boolean adjacent = other.end() == vma.start() || other.start() == vma.end();
            if (adjacent
                    && other.anonVma() >= 0
                    && other.file() == vma.file()
                    && Long.bitCount(other.chain()) == 1
                    && other.pgoff() - other.start() == vma.pgoff() - vma.start()) {
                return other.anonVma();
            }
        }
        return -1;
    }

    private static int lowestFree(Machine m) {
        for (int i = 0; i < m.anonVmas().size(); i++) {
            if (!m.anonVmas().get(i).live()) {
                return i;
            }
        }
        throw Bug.notModelled("more than " + m.anonVmas().size() + " anon_vmas");
    }

    private static Machine create(Machine m, int root) {
        int i = lowestFree(m);
        return m.withAnonVma(i, new AnonVma(true, root < 0 ? i : root, RwLock.FREE, 0));
    }

    private static Machine withVma(Machine m, int process, int index, Vma vma) {
        List<Vma> vmas = new ArrayList<>();
        m.mm(process).vmas().forEach(vmas::add);
        vmas.set(index, vma);
        return m.withMm(process, m.mm(process).withVmas(Table.ofAll(vmas)));
    }
}
