package io.mmcheck.kernel.mmap;

import io.mmcheck.machine.Errno;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** mm/mmap.c, mmap_region() with MAP_FIXED_NOREPLACE: a new VMA, anonymous or of a file at the offset of its address, no page touched. */
public final class Mmap {
    public enum At {
        LOCK_MMAP,
        INSERT_VMA
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param file the file, or -1 for MAP_ANONYMOUS
     * @param shared MAP_SHARED
     */
    public record Locals(int process, int from, int to, int file, boolean shared) {
        public static Locals anonymous(int process, int from, int to) {
            return new Locals(process, from, to, -1, false);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("mmap_region")
            .at(At.LOCK_MMAP, Mmap::lockMmap)
            .at(At.INSERT_VMA, Mmap::insertVma);

    private Mmap() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (l.process >= m.mms().size() || !m.mm(l.process).live()) {
            return Next.done(m, Errno.ESRCH);
        }
        Mm mm = m.mm(l.process);
        if (!mm.lock().canWrite()) {
            return Next.blocked("mmap_lock of p" + l.process);
        }
        return Next.<Locals>next(m.withMm(l.process, mm.withLock(mm.lock().write(self))), l)
                .saying(new Acquired(LockClass.MMAP, l.process));
    }

    static Next<Locals> insertVma(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        Mm unlocked = mm.withLock(mm.lock().release(self));
        Machine as = m.withMm(l.process, unlocked);
        if (l.from >= l.to || l.file >= m.files().size()) {
            return Next.done(as, l.from >= l.to ? Errno.EINVAL : Errno.ENOENT);
        }
        if (l.to > m.config().addresses()) {
            return Next.done(as, Errno.ENOMEM);
        }
        if (l.file >= 0 && !m.files().get(l.file).iMmap().canWrite()) {
            return Next.blocked("i_mmap_rwsem of file " + l.file);
        }
        for (Vma vma : mm.vmas()) {
            if (vma.start() < l.to && l.from < vma.end()) {
                return Next.done(as, Errno.EEXIST);
            }
        }
        List<Vma> vmas = new ArrayList<>(mm.vmas().rows().asJava());
        vmas.add(l.file < 0 ? Vma.anonymous(l.from, l.to) : Vma.ofFile(l.from, l.to, l.file, l.from, l.shared));
        vmas.sort(Comparator.comparingInt(Vma::start));
        return Next.done(m.withMm(l.process, unlocked.withVmas(Table.ofAll(vmas))), 0);
    }
}
