package io.mmcheck.machine;

import org.jspecify.annotations.Nullable;

/**
 * A process's address space.
 *
 * @param live whether the process exists
 * @param lock mmap_lock
 * @param vmas its VMAs in address order
 * @param pmds its pmds, each covering {@link Config#ptesPerTable} pages
 * @param rss how many present, device-private and migration ptes it has, as the kernel counts them
 * @param hasPinned MMF_HAS_PINNED: some page of it was pinned at some time
 * @param mirrors one bit for each device that mirrors it (has a notifier registered)
 * @param unstable the OOM killer has marked it: no new page may be inserted
 * @param unflushed one bit for each CPU that may still hold TLB entries of ptes that batched unmapping has cleared
 *     (mm->tlb_flush_batched)
 * @param gathering one bit for each thread that changes ptes now and flushes TLBs later (mm->tlb_flush_pending)
 * @param writeProtect mm->write_protect_seq: what GUP-fast asks whether a fork has overtaken it
 * @param pmdLock the thread that holds the lock of the page of pmds (pmd_lock()), or -1
 */
public record Mm(
        boolean live,
        RwLock lock,
        Table<Vma> vmas,
        Table<Pmd> pmds,
        int rss,
        boolean hasPinned,
        int mirrors,
        boolean unstable,
        int unflushed,
        int gathering,
        WriteProtectSeq writeProtect,
        int pmdLock) {
    /** A process that does not exist. */
    public static Mm none(Config config) {
        return new Mm(
                false,
                RwLock.FREE,
                Table.empty(),
                Table.fill(config.addresses() / config.ptesPerTable(), Pmd.NONE),
                0,
                false,
                0,
                false,
                0,
                0,
                WriteProtectSeq.IDLE,
                -1);
    }

    /** The VMA of an address, or null. */
    public @Nullable Vma vma(int va) {
        for (Vma vma : vmas) {
            if (vma.contains(va)) {
                return vma;
            }
        }
        return null;
    }

    public Mm withLive(boolean value) {
        return new Mm(
                value,
                lock,
                vmas,
                pmds,
                rss,
                hasPinned,
                mirrors,
                unstable,
                unflushed,
                gathering,
                writeProtect,
                pmdLock);
    }

    public Mm withLock(RwLock value) {
        return new Mm(
                live,
                value,
                vmas,
                pmds,
                rss,
                hasPinned,
                mirrors,
                unstable,
                unflushed,
                gathering,
                writeProtect,
                pmdLock);
    }

    public Mm withVmas(Table<Vma> value) {
        return new Mm(
                live,
                lock,
                value,
                pmds,
                rss,
                hasPinned,
                mirrors,
                unstable,
                unflushed,
                gathering,
                writeProtect,
                pmdLock);
    }

    public Mm withPmd(int index, Pmd pmd) {
        return new Mm(
                live,
                lock,
                vmas,
                pmds.with(index, pmd),
                rss,
                hasPinned,
                mirrors,
                unstable,
                unflushed,
                gathering,
                writeProtect,
                pmdLock);
    }

    public Mm withRss(int count) {
        return new Mm(
                live,
                lock,
                vmas,
                pmds,
                count,
                hasPinned,
                mirrors,
                unstable,
                unflushed,
                gathering,
                writeProtect,
                pmdLock);
    }

    public Mm withHasPinned(boolean value) {
        return new Mm(
                live, lock, vmas, pmds, rss, value, mirrors, unstable, unflushed, gathering, writeProtect, pmdLock);
    }

    public Mm withMirrors(int devices) {
        return new Mm(
                live, lock, vmas, pmds, rss, hasPinned, devices, unstable, unflushed, gathering, writeProtect, pmdLock);
    }

    public Mm withUnstable(boolean value) {
        return new Mm(
                live, lock, vmas, pmds, rss, hasPinned, mirrors, value, unflushed, gathering, writeProtect, pmdLock);
    }

    public Mm withUnflushed(int cpus) {
        return new Mm(
                live, lock, vmas, pmds, rss, hasPinned, mirrors, unstable, cpus, gathering, writeProtect, pmdLock);
    }

    public Mm withWriteProtect(WriteProtectSeq value) {
        return new Mm(live, lock, vmas, pmds, rss, hasPinned, mirrors, unstable, unflushed, gathering, value, pmdLock);
    }

    public Mm withGathering(int threads) {
        return new Mm(
                live, lock, vmas, pmds, rss, hasPinned, mirrors, unstable, unflushed, threads, writeProtect, pmdLock);
    }

    public Mm withPmdLock(int thread) {
        return new Mm(
                live, lock, vmas, pmds, rss, hasPinned, mirrors, unstable, unflushed, gathering, writeProtect, thread);
    }
}
