package io.mmcheck.kernel.swapfile;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.SwapSlot;

/**
 * The slots of the swap area and their counts (mm/swapfile.c, swap_map). A slot is in use while a swap pte names it or a folio
 * is in the swap cache for it. Each act is atomic: the kernel holds the lock of the cluster.
 */
public final class SwapSlots {
    private SwapSlots() {}

    /** The lowest free slot, or -1 if swap is full. Which one is taken is no choice: slots differ in their number only. */
    public static int lowestFree(Machine m) {
        for (int slot = 0; slot < m.swap().size(); slot++) {
            if (m.swap().get(slot).isFree()) {
                return slot;
            }
        }
        return -1;
    }

    /** swap_duplicate(): one more swap pte names the slot. */
    public static Machine duplicate(Machine m, int slot) {
        SwapSlot s = m.swap().get(slot);
        if (s.isFree()) {
            throw new Bug("swap", "slot " + slot + " is free and gets a swap pte");
        }
        return m.withSwap(slot, s.withCount(s.count() + 1));
    }

    /** swap_free(): one swap pte less names the slot. The last one frees it, unless the swap cache still has it. */
    public static Machine free(Machine m, int slot) {
        SwapSlot s = m.swap().get(slot);
        if (s.count() <= 0) {
            throw new Bug("swap", "slot " + slot + " loses a swap pte that it does not have");
        }
        return put(m, slot, s.withCount(s.count() - 1));
    }

    /** How many swap ptes name the slot (__swap_count()). */
    public static int count(Machine m, int slot) {
        return m.swap().get(slot).count();
    }

    /** vm_swap_full(): less than half of the slots are free, so folios that are mapped again give theirs back. */
    public static boolean full(Machine m) {
        int free = 0;
        for (SwapSlot slot : m.swap()) {
            free += slot.isFree() ? 1 : 0;
        }
        return free * 2 < m.swap().size();
    }

    /** swapcache_clear(): the fault that read the slot past the swap cache is done with it. */
    public static Machine readDone(Machine m, int slot) {
        return put(m, slot, m.swap().get(slot).withCache(-1));
    }

    /** A slot in its new state; a free one forgets its content. */
    static Machine put(Machine m, int slot, SwapSlot to) {
        return m.withSwap(slot, to.isFree() ? SwapSlot.FREE : to);
    }
}
