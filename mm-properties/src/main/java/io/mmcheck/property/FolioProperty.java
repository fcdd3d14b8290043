package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * A claim about each folio in every state. A folio is judged at every step at which no thread is inside a page table lock section
 * on a pte of it: collect clears the pte and drops the mapping later, so counts are off in between.
 */
abstract class FolioProperty implements Property {

    /** What is wrong with a page, or null. */
    abstract @Nullable String wrong(Machine m, Books books, int pfn);

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        boolean all = !Steps.same(old.holds(), m.holds()) || !Steps.same(old.swap(), m.swap());
        if (!all && Books.alike(old, m)) {
            return state;
        }
        Books earlier = Books.of(old);
        Books books = Books.of(m);
        for (int pfn : all ? books.pages() : books.changedSince(earlier)) {
            String wrong = books.busy(pfn) ? null : wrong(m, books, pfn);
            if (wrong != null) {
                return new Violation(wrong);
            }
        }
        return state;
    }

    @Override
    public String toString() {
        return id();
    }
}
