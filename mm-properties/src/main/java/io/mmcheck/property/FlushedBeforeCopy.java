package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * When a migration copies a page, no TLB of any CPU reaches it any more: a store through a stale entry would go to the old copy.
 * Judged at the copy of a page that the copying thread has locked, as a driver does between migrate_vma_setup() and
 * migrate_vma_pages(). What fork() copies (mm/memory.c, copy_present_page()) goes to the child and moves nowhere: the parent goes on
 * with the page, TLB and all, whoever has it locked.
 */
public final class FlushedBeforeCopy implements Property {
    @Override
    public String id() {
        return "flushed-before-copy";
    }

    @Override
    public String statement() {
        return "when a page is copied to its new place, no TLB maps it";
    }

    @Override
    public int looksAt() {
        return WORDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.events().isEmpty()) {
            return state;
        }
        if (moved.events().stream().anyMatch(ForkCopied.class::isInstance)) {
            return state;
        }
        for (Event event : moved.events()) {
            if (event instanceof Copied copied && copied.from() >= 0) {
                boolean migrates = before.machine().page(copied.from()).lockedBy() == moved.thread();
                String cached = migrates ? cached(before.machine(), copied.from()) : null;
                if (cached != null) {
                    return new Violation(
                            "page " + copied.from() + " is copied to page " + copied.to() + " while " + cached);
                }
            }
        }
        return state;
    }

    private static @Nullable String cached(Machine m, int pfn) {
        for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
            for (int process = 0; process < m.mms().size(); process++) {
                for (int va = 0; va < m.config().addresses(); va++) {
                    TlbEntry entry = m.tlb(cpu, process, va);
                    if (entry.pfn() == pfn) {
                        return "the TLB of CPU " + cpu + " maps it " + (entry.writable() ? "writable" : "read-only")
                                + " at p" + process + " " + va;
                    }
                }
            }
        }
        return null;
    }
}
