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
        boolean ptes = !Steps.same(old.tables(), m.tables()) || !Steps.same(old.mms(), m.mms());
        boolean others = !Steps.same(old.holds(), m.holds()) || !Steps.same(old.swap(), m.swap());
        if (!ptes && !others && Steps.same(old.pages(), m.pages())) {
            return state;
        }
        Books books = Books.of(m);
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            boolean touched = ptes || others || !Steps.same(old.page(pfn), m.page(pfn));
            String wrong = touched && !books.busy(pfn) ? wrong(m, books, pfn) : null;
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
