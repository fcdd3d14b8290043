package io.mmcheck.kernel.migratedevice;

/**
 * One entry of the src or dst array (include/linux/migrate.h, MIGRATE_PFN_*).
 *
 * @param valid MIGRATE_PFN_VALID: the entry names a page
 * @param migrate MIGRATE_PFN_MIGRATE: src is migrating, or has migrated; without a page it is a hole or the zero page
 * @param locked MIGRATE_PFN_LOCKED, a flag up to 5.15; later kernels neither set nor read the bit
 * @param write MIGRATE_PFN_WRITE: src was writable; in dst a note of the driver to itself
 * @param pfn the page, or -1
 */
public record MigratePfn(boolean valid, boolean migrate, boolean locked, boolean write, int pfn) {
    /** Nothing: not collected, or not allocated. */
    public static final MigratePfn NONE = new MigratePfn(false, false, false, false, -1);

    /** To migrate although there is no page: a hole or the zero page. */
    public static final MigratePfn HOLE = new MigratePfn(false, true, false, false, -1);

    /** A page that is collected for migration. */
    public static MigratePfn collected(int pfn, boolean write) {
        return new MigratePfn(true, true, false, write, pfn);
    }

    /** migrate_pfn(): a destination. */
    public static MigratePfn destination(int pfn, boolean write) {
        return new MigratePfn(true, false, false, write, pfn);
    }

    public MigratePfn withMigrate(boolean value) {
        return new MigratePfn(valid, value, locked, write, pfn);
    }

    public MigratePfn withLocked(boolean value) {
        return new MigratePfn(valid, migrate, value, write, pfn);
    }

    @Override
    public String toString() {
        return !valid && !migrate
                ? "-"
                : (valid ? Integer.toString(pfn) : "hole")
                        + (migrate ? "m" : "")
                        + (locked ? "l" : "")
                        + (write ? "w" : "");
    }
}
