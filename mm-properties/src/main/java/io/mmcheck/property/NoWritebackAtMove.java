package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;

/**
 * A folio is not under writeback when another takes its place: the write would end on a page that is gone. mm/migrate.c,
 * migrate_folio_extra(), has a BUG_ON for it. Judged at the step that gives the place of a folio, its mapping or its slot of the
 * swap cache, to another one that the same thread has locked.
 */
public final class NoWritebackAtMove implements Property {
    @Override
    public String id() {
        return "no-writeback-at-move";
    }

    @Override
    public String statement() {
        return "a page that is being written to swap is not replaced by another";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        Moved<Machine> moved = after.moved();
        if (moved == null || Steps.same(old.pages(), m.pages())) {
            return state;
        }
        for (int from = 0; from < m.config().frames(); from++) {
            if (old.page(from).writeback() && old.page(from).lockedBy() == moved.thread()) {
                for (int to = 0; to < m.pages().size(); to++) {
                    if (to != from && takesPlace(old.page(from), old.page(to), m.page(to), moved.thread())) {
                        return new Violation("page " + to + " takes the place of page " + from
                                + ", which is being written to swap slot "
                                + old.page(from).swapSlot());
                    }
                }
            }
        }
        return state;
    }

    private static boolean takesPlace(Page from, Page before, Page after, int thread) {
        if (Steps.same(before, after) || before.lockedBy() != thread) {
            return false;
        }
        boolean slot =
                from.inSwapCache() && after.swapSlot() == from.swapSlot() && before.swapSlot() != after.swapSlot();
        boolean mapping = from.isAnon()
                && after.anonVma() == from.anonVma()
                && after.index() == from.index()
                && (before.anonVma() != after.anonVma() || before.index() != after.index());
        return slot || mapping;
    }
}
