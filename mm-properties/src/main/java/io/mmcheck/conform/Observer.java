package io.mmcheck.conform;

import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Vma;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a page of the model as the recorder shows one of the kernel: from /proc/PID/pagemap, /proc/kpageflags and
 * move_pages(2) without a target. Frames are labelled in the order of first sight.
 */
final class Observer {
    /** move_pages on the zero page: -EFAULT. */
    private static final int ZERO_PAGE_NODE = -14;

    private static final int WRITABLE_DEVICE_PRIVATE = 27;
    private static final int READABLE_DEVICE_PRIVATE = 28;
    private static final int WRITABLE_DEVICE_EXCLUSIVE = 29;
    private static final int READABLE_DEVICE_EXCLUSIVE = 30;

    private final List<Integer> seen = new ArrayList<>();

    Cell cell(Machine m, int process, int va) {
        Vma vma = m.mm(process).vma(va);
        if (vma == null) {
            return Cell.UNMAPPED;
        }
        Pte pte = m.leaf(process, va);
        if (pte instanceof Pte.None) {
            return new Cell.Empty(false, vma.softDirty());
        }
        if (pte instanceof Pte.Present present) {
            return present(m, present, vma.softDirty() || present.softDirty());
        }
        if (pte instanceof Pte.Swap swap) {
            return new Cell.SwapType(false, false, vma.softDirty() || swap.softDirty(), 0);
        }
        if (pte instanceof Pte.DevicePrivate device) {
            return new Cell.SwapType(
                    false,
                    false,
                    vma.softDirty() || device.softDirty(),
                    device.writable() ? WRITABLE_DEVICE_PRIVATE : READABLE_DEVICE_PRIVATE);
        }
        if (pte instanceof Pte.DeviceExclusive device) {
            return new Cell.SwapType(
                    false,
                    false,
                    vma.softDirty() || device.softDirty(),
                    device.writable() ? WRITABLE_DEVICE_EXCLUSIVE : READABLE_DEVICE_EXCLUSIVE);
        }
        return new Cell.Other(pte.toString());
    }

    private Cell present(Machine m, Pte.Present pte, boolean softDirty) {
        Page page = m.page(pte.pfn());
        if (!seen.contains(pte.pfn())) {
            seen.add(pte.pfn());
        }
        int label = seen.indexOf(pte.pfn());
        if (pte.pfn() == m.zeroPage()) {
            return new Cell.Present(false, false, softDirty, ZERO_PAGE_NODE, label, 0, "ZR", "");
        }
        return new Cell.Present(
                !page.isAnon(), page.mapcount() == 1, softDirty, 0, label, page.mapcount(), flags(page), "");
    }

    private static String flags(Page page) {
        return (page.isLocked() ? "l" : "")
                + (page.dirty() ? "d" : "")
                + (page.lru() == Lru.ON ? "L" : "")
                + (page.writeback() ? "w" : "")
                + (page.isAnon() ? "A" : "")
                + (page.inSwapCache() ? "c" : "")
                + (page.swapBacked() ? "b" : "")
                + (page.mlocked() ? "u" : "");
    }
}
