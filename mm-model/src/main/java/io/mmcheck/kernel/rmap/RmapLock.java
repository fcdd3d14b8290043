package io.mmcheck.kernel.rmap;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;

/**
 * The lock that a walk from a folio to its ptes holds for reading: rmap_walk_anon() the one of the anon_vma's root, rmap_walk_file()
 * i_mmap_rwsem. Which one is said by the folio's mapping ({@link Page#anonVma}, a tagged word).
 */
public final class RmapLock {
    private RmapLock() {}

    private static boolean isFile(int mapping) {
        return mapping < -1;
    }

    private static int file(int mapping) {
        return -2 - mapping;
    }

    public static boolean canRead(Machine m, int mapping) {
        return isFile(mapping)
                ? m.files().get(file(mapping)).iMmap().canRead()
                : AnonVmas.lock(m, mapping).canRead();
    }

    public static Machine read(Machine m, ThreadId self, int mapping) {
        return isFile(mapping)
                ? withLock(
                        m, file(mapping), m.files().get(file(mapping)).iMmap().read(self))
                : AnonVmas.withLock(m, mapping, AnonVmas.lock(m, mapping).read(self));
    }

    public static Machine release(Machine m, ThreadId self, int mapping) {
        return isFile(mapping)
                ? withLock(
                        m, file(mapping), m.files().get(file(mapping)).iMmap().release(self))
                : AnonVmas.withLock(m, mapping, AnonVmas.lock(m, mapping).release(self));
    }

    private static Machine withLock(Machine m, int file, RwLock lock) {
        return m.withFile(file, m.files().get(file).withLock(lock));
    }

    public static Acquired acquired(Machine m, int mapping) {
        return isFile(mapping)
                ? new Acquired(LockClass.I_MMAP, file(mapping))
                : new Acquired(LockClass.ANON_VMA, m.anonVmas().get(mapping).root());
    }

    public static String waitFor(int mapping) {
        return isFile(mapping) ? "i_mmap_rwsem of file " + file(mapping) : "the lock of anon_vma " + mapping;
    }

    /**
     * The file whose i_mmap_rwsem keeps a VMA of [from, to) from being linked or unlinked: somebody walks it. -1 if nobody does.
     */
    public static int walkedFile(Machine m, int process, int from, int to) {
        for (Vma vma : m.mm(process).vmas()) {
            if (!vma.isAnonymous()
                    && from < vma.end()
                    && vma.start() < to
                    && !m.files().get(vma.file()).iMmap().canWrite()) {
                return vma.file();
            }
        }
        return -1;
    }
}
