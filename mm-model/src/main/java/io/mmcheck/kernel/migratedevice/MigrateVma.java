package io.mmcheck.kernel.migratedevice;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Table;

/**
 * struct migrate_vma: what a driver asks for and what has become of it. The kernel changes it in place; here each program takes
 * one and returns another.
 *
 * @param process the process, or -1 for a range of device pages (migrate_device_range)
 * @param start the first page
 * @param end the one behind the last; rewritten after collect
 * @param selectSystem MIGRATE_VMA_SELECT_SYSTEM
 * @param selectDevicePrivate MIGRATE_VMA_SELECT_DEVICE_PRIVATE
 * @param selectDeviceCoherent MIGRATE_VMA_SELECT_DEVICE_COHERENT
 * @param owner pgmap_owner: the device whose own pages are selected, and which ignores the notifications
 * @param faultPage the device page whose fault this is, which the faulting thread has locked and referenced; or -1
 * @param src what is migrated, one entry for each page; read-only for the driver after setup
 * @param dst where to
 * @param npages how many entries collect has filled
 * @param cpages after setup: how many of them migrate, holes included
 */
public record MigrateVma(
        int process,
        int start,
        int end,
        boolean selectSystem,
        boolean selectDevicePrivate,
        boolean selectDeviceCoherent,
        int owner,
        int faultPage,
        Table<MigratePfn> src,
        Table<MigratePfn> dst,
        int npages,
        int cpages) {
    /** No request: what a caller remembers while a callee has it. */
    public static final MigrateVma NOTHING = blank(-1, 0, 0, false, false, false, -1, -1);

    /** System pages to a device. */
    public static MigrateVma toDevice(int process, int start, int end, int device) {
        return blank(process, start, end, true, false, false, device, -1);
    }

    /** Private pages of a device to system memory. */
    public static MigrateVma toSystem(int process, int start, int end, int device, int faultPage) {
        return blank(process, start, end, false, true, false, device, faultPage);
    }

    /** Coherent pages of a device to system memory. */
    public static MigrateVma coherentToSystem(int process, int start, int end, int device) {
        return blank(process, start, end, false, false, true, device, -1);
    }

    /** A range of device pages, wherever they are mapped. */
    public static MigrateVma ofPages(Table<MigratePfn> src) {
        Table<MigratePfn> none = Table.fill(src.size(), MigratePfn.NONE);
        return new MigrateVma(-1, 0, src.size(), false, true, true, -1, -1, src, none, src.size(), 0);
    }

    private static MigrateVma blank(
            int process,
            int start,
            int end,
            boolean system,
            boolean device,
            boolean coherent,
            int owner,
            int faultPage) {
        Table<MigratePfn> none = Table.fill(Math.max(0, end - start), MigratePfn.NONE);
        return new MigrateVma(process, start, end, system, device, coherent, owner, faultPage, none, none, 0, 0);
    }

    /** The address of an entry. */
    public int address(int i) {
        return start + i;
    }

    public MigratePfn src(int i) {
        return src.get(within(i));
    }

    public MigratePfn dst(int i) {
        return dst.get(within(i));
    }

    private int within(int i) {
        if (i >= src.size()) {
            throw new Bug("migrate_vma", "entry " + i + " of arrays that have room for " + src.size());
        }
        return i;
    }

    public MigrateVma withSrc(int i, MigratePfn entry) {
        return new MigrateVma(
                process,
                start,
                end,
                selectSystem,
                selectDevicePrivate,
                selectDeviceCoherent,
                owner,
                faultPage,
                src.with(within(i), entry),
                dst,
                npages,
                cpages);
    }

    public MigrateVma withDst(int i, MigratePfn entry) {
        return new MigrateVma(
                process,
                start,
                end,
                selectSystem,
                selectDevicePrivate,
                selectDeviceCoherent,
                owner,
                faultPage,
                src,
                dst.with(within(i), entry),
                npages,
                cpages);
    }

    /** One more entry at the end, which counts as migrating or not. */
    public MigrateVma plus(MigratePfn entry, boolean counts) {
        MigrateVma stored = npages < src.size() ? withSrc(npages, entry) : this;
        return stored.counted(npages + 1, counts ? cpages + 1 : cpages);
    }

    public MigrateVma withCpages(int count) {
        return counted(npages, count);
    }

    private MigrateVma counted(int walked, int migrating) {
        return new MigrateVma(
                process,
                start,
                end,
                selectSystem,
                selectDevicePrivate,
                selectDeviceCoherent,
                owner,
                faultPage,
                src,
                dst,
                walked,
                migrating);
    }

    public MigrateVma withEnd(int to) {
        return new MigrateVma(
                process,
                start,
                to,
                selectSystem,
                selectDevicePrivate,
                selectDeviceCoherent,
                owner,
                faultPage,
                src,
                dst,
                npages,
                cpages);
    }

    /** How many entries are marked as migrating. */
    public int migrating() {
        int n = 0;
        for (int i = 0; i < npages; i++) {
            n += src(i).migrate() ? 1 : 0;
        }
        return n;
    }

    /** How many pages, not holes, are marked as migrating. */
    public int migratingPages() {
        int n = 0;
        for (int i = 0; i < npages; i++) {
            n += src(i).migrate() && src(i).valid() ? 1 : 0;
        }
        return n;
    }
}
