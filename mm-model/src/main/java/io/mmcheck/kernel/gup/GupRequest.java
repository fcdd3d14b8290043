package io.mmcheck.kernel.gup;

import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Vma;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of GUP: one page of a process.
 *
 * @param slot where the reference or pin is kept until it is released ({@link Machine#holds})
 * @param pin FOLL_PIN with FOLL_LONGTERM; a plain reference (FOLL_GET) without
 * @param write FOLL_WRITE
 */
public record GupRequest(int process, int va, int slot, boolean pin, boolean write) {
    /** How many references it takes on a small folio. */
    int count() {
        return pin ? Page.PIN : 1;
    }

    /** Why it can be refused at once: no such process or slot, or a slot that is in use. */
    @Nullable
    Errno refuse(Machine m) {
        if (!MmapLock.isLive(m, process)) {
            return Errno.ESRCH;
        }
        if (slot >= m.holds().size()) {
            return Errno.EINVAL;
        }
        return m.holds().get(slot).isNone() ? null : Errno.EBUSY;
    }

    Hold hold(int pfn) {
        return new Hold(pin, pfn, process, va);
    }

    /**
     * gup_must_unshare(), asked for a read-only pte: a pin that only reads wants to see what the process writes later, so the
     * page must be the process's own. Who pins for long may not have the zero page either.
     */
    boolean mustUnshare(Machine m, int pfn) {
        if (write || !pin) {
            return false;
        }
        Page page = m.page(pfn);
        if (page.isFile()) {
            Vma vma = m.mm(process).vma(va);
            return vma != null && !vma.shared();
        }
        // a huge page that a pmd maps keeps the bit in its head
        boolean exclusive = page.isTail() && m.folio(pfn).entireMapcount() > 0
                ? m.folio(pfn).exclusive()
                : page.exclusive();
        return page.kind() == PageKind.ZERO || !exclusive;
    }
}
