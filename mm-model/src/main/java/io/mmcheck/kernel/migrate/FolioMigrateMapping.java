package io.mmcheck.kernel.migrate;

import static io.mmcheck.kernel.migrate.FolioMigrateMapping.At.*;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.MigrationFails;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate.c, folio_migrate_mapping(): the destination takes the place of the source in its mapping, if nobody has a reference
 * that is not accounted for. Returns whether it did.
 */
public final class FolioMigrateMapping {
    public enum At {
        CHECK_REFS,
        MOVE_MAPPING,
        REPLACE_IN_SWAP_CACHE
    }

    /**
     * Two locked folios.
     *
     * @param src the old one, unmapped
     * @param dst the new one, known to nobody
     * @param extra references that the caller knows of beside its own
     */
    public record Locals(int src, int dst, int extra) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("folio_migrate_mapping")
            .at(CHECK_REFS, FolioMigrateMapping::checkRefs)
            .at(MOVE_MAPPING, FolioMigrateMapping::moveMapping)
            .at(REPLACE_IN_SWAP_CACHE, FolioMigrateMapping::replaceInSwapCache);

    private FolioMigrateMapping() {}

    /** One reference of the caller, one of the swap cache, one for each mapping; mapped again means: not now. */
    static Next<Locals> checkRefs(Machine m, ThreadId self, Locals l) {
        Page src = m.page(l.src);
        return checkAgainst(m, l, 1 + (src.inSwapCache() ? 1 : 0) + src.mapcount() + l.extra);
    }

    /** The check with another idea of how many references there should be. */
    public static Next<Locals> checkAgainst(Machine m, Locals l, int expected) {
        Page src = m.page(l.src);
        if (src.refs() != expected) {
            return Next.<Locals>done(m, false)
                    .saying(new MigrationFails(l.src, "folio_migrate_mapping", src.refs() - expected));
        }
        return Next.go(m, src.inSwapCache() ? REPLACE_IN_SWAP_CACHE : MOVE_MAPPING, l);
    }

    /** Without a swap cache nobody can look the folio up, so the comparison was enough. */
    static Next<Locals> moveMapping(Machine m, ThreadId self, Locals l) {
        return Next.done(m.withPage(l.dst, identity(m.page(l.src), m.page(l.dst))), true);
    }

    /** Under the lock of the swap cache, with the references frozen: looking up finds one or the other, never both. */
    static Next<Locals> replaceInSwapCache(Machine m, ThreadId self, Locals l) {
        Page src = m.page(l.src);
        int expected = 2 + src.mapcount() + l.extra;
        if (src.refs() != expected) {
            return Next.<Locals>done(m, false)
                    .saying(new MigrationFails(l.src, "folio_migrate_mapping", src.refs() - expected));
        }
        int slot = src.swapSlot();
        Page dst = identity(src, m.page(l.dst));
        return Next.done(
                m.withPage(
                                l.dst,
                                dst.withSwapSlot(slot).withRefs(dst.refs() + 1).withDirty(src.dirty()))
                        .withPage(
                                l.src,
                                src.withSwapSlot(-1).withRefs(src.refs() - 1).withDirty(false))
                        .withSwap(slot, m.swap().get(slot).withCache(l.dst)),
                true);
    }

    private static Page identity(Page src, Page dst) {
        return dst.withMapping(src.anonVma(), src.index()).withSwapBacked(src.swapBacked());
    }
}
