package io.mmcheck.kernel.folio;

import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;

/**
 * References and the lock of a folio. Each act is atomic in the kernel. References of running operations go through the
 * ledger of the page ({@link Page#held}); references that the machine itself shows (a pte, the swap cache, a batch, isolation,
 * a hold) are counted by {@link #refAdd} and {@link #refSub}. Any page of a huge folio may be named: its head is meant.
 */
public final class Folio {
    private Folio() {}

    /** folio_get() by a running operation: the caller knows that the folio is in use. */
    public static Machine get(Machine m, ThreadId self, int pfn) {
        if (m.page(pfn).isTail()) {
            return get(m, self, m.head(pfn));
        }
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO) {
            return m;
        }
        if (page.refs() <= 0) {
            throw new Bug("use after free", self + " takes a reference on page " + pfn + ", which is free");
        }
        return m.withPage(pfn, page.withHeld(self, 1));
    }

    /** Whether folio_try_get() would succeed: the folio is not free. */
    public static boolean canGet(Machine m, int pfn) {
        if (m.page(pfn).isTail()) {
            return canGet(m, m.head(pfn));
        }
        return m.page(pfn).refs() > 0;
    }

    /** folio_put() by a running operation; the last one frees the page. */
    public static Machine put(Machine m, ThreadId self, int pfn) {
        if (m.page(pfn).isTail()) {
            return put(m, self, m.head(pfn));
        }
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO) {
            return m;
        }
        if (page.refs() <= 0) {
            throw new Bug("reference count", self + " puts page " + pfn + ", which is free");
        }
        Page less = page.withHeld(self, -1);
        return less.refs() == 0 ? PageAlloc.free(m.withPage(pfn, less), pfn) : m.withPage(pfn, less);
    }

    /** One more reference of the machine itself. */
    public static Machine refAdd(Machine m, int pfn, int count) {
        if (m.page(pfn).isTail()) {
            return refAdd(m, m.head(pfn), count);
        }
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO) {
            return m;
        }
        if (page.refs() <= 0) {
            throw new Bug("use after free", "a reference on page " + pfn + ", which is free");
        }
        return m.withPage(pfn, page.withRefs(page.refs() + count));
    }

    /** One reference of the machine itself less; the last one frees the page. */
    public static Machine refSub(Machine m, int pfn, int count) {
        if (m.page(pfn).isTail()) {
            return refSub(m, m.head(pfn), count);
        }
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO) {
            return m;
        }
        if (page.refs() < count) {
            throw new Bug(
                    "reference count",
                    "page " + pfn + " has " + page.refs() + " references, " + count + " are dropped");
        }
        Machine less = m.withPage(pfn, page.withRefs(page.refs() - count));
        return page.refs() == count ? PageAlloc.free(less, pfn) : less;
    }

    /** Whether folio_trylock() would succeed. */
    public static boolean canLock(Machine m, int pfn) {
        if (m.page(pfn).isTail()) {
            return canLock(m, m.head(pfn));
        }
        return !m.page(pfn).isLocked();
    }

    /** The folio lock, when {@link #canLock} has said that it is free. */
    public static Machine lock(Machine m, ThreadId self, int pfn) {
        if (m.page(pfn).isTail()) {
            return lock(m, self, m.head(pfn));
        }
        Page page = m.page(pfn);
        if (page.isLocked()) {
            throw new Bug("lock", self + " takes the lock of page " + pfn + ", which T" + page.lockedBy() + " holds");
        }
        return m.withPage(pfn, page.withLockedBy(self.index()));
    }

    /** folio_unlock(). */
    public static Machine unlock(Machine m, ThreadId self, int pfn) {
        if (m.page(pfn).isTail()) {
            return unlock(m, self, m.head(pfn));
        }
        Page page = m.page(pfn);
        if (page.lockedBy() != self.index()) {
            throw new Bug("lock", self + " unlocks page " + pfn + ", which it has not locked");
        }
        return m.withPage(pfn, page.withLockedBy(-1));
    }

    /** What a thread that waits for a folio lock waits on. */
    public static String waitFor(Machine m, int pfn) {
        if (m.page(pfn).isTail()) {
            return waitFor(m, m.head(pfn));
        }
        return "the lock of page " + pfn + ", held by T" + m.page(pfn).lockedBy();
    }

    /** What the step says that has waited for a folio lock. */
    public static Acquired acquired(Machine m, int pfn) {
        return new Acquired(LockClass.FOLIO, m.head(pfn));
    }

    /** folio_mark_dirty(). */
    public static Machine markDirty(Machine m, int pfn) {
        int head = m.head(pfn);
        return m.page(head).dirty() ? m : m.withPage(head, m.page(head).withDirty(true));
    }
}
