package io.mmcheck.conform;

import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
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

    /** The order of a huge page. */
    private static final int HUGE = 9;

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

    /** A page of a region of huge pages. The label is the frame number of the head of its folio. */
    Cell part(Machine m, int process, int va) {
        Vma vma = m.mm(process).vma(va);
        if (vma == null) {
            return Cell.Part.without("unmapped");
        }
        Pmd pmd = m.pmd(process, va);
        if (pmd instanceof Pmd.HugeZero) {
            return new Cell.Part("hugey", HUGE, 0, m.pages().size(), 0, 0);
        }
        if (pmd instanceof Pmd.Huge huge) {
            return part(m, "huge" + (huge.bits().writable() ? "W" : ""), huge.bits(), huge.pfn() + va - m.pmdStart(va));
        }
        Pte pte = m.leaf(process, va);
        if (pte instanceof Pte.Present present) {
            return part(m, present.writable() ? "W" : "r", present, present.pfn());
        }
        Cell cell = cell(m, process, va);
        return Cell.Part.without(
                cell instanceof Cell.SwapType swap ? "swp" + swap.type() : pte.isNone() ? "none" : cell.toString());
    }

    private static Cell part(Machine m, String map, Pte.Present bits, int pfn) {
        boolean huge = m.page(pfn).isHuge();
        int mapcount = pfn == m.zeroPage() ? 0 : m.folioMapcount(pfn);
        return new Cell.Part(
                map + (bits.dirty() ? "d" : "") + (bits.young() ? "y" : ""),
                huge ? HUGE : 0,
                0,
                m.head(pfn),
                mapcount,
                pfn == m.zeroPage() ? 0 : m.page(pfn).mapcount());
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
