package io.mmcheck.report;

import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.TlbEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a step did to the machine, in the few words that an overview has room for: ptes, contents, dirty bits, TLBs, swap.
 * Reference counts, locks and LRU lists stay out; {@link Difference} has all of it.
 */
final class Effects {
    private final Names names;
    private final Machine before;
    private final Machine after;
    private final IntPredicate staysClean;
    private final List<String> texts = new ArrayList<>();

    private Effects(Names names, Machine before, Machine after, IntPredicate staysClean) {
        this.names = names;
        this.before = before;
        this.after = after;
        this.staysClean = staysClean;
    }

    /**
     * The effects of one step.
     *
     * @param staysClean whether a page is not dirty either when the page table lock that is held now is dropped
     */
    static List<String> of(Names names, Machine before, Machine after, IntPredicate staysClean) {
        Effects effects = new Effects(names, before, after, staysClean);
        effects.processes();
        effects.ptes();
        effects.pages();
        effects.swap();
        effects.files();
        effects.tlbs();
        effects.devices();
        effects.holds();
        effects.texts.replaceAll(names::page);
        return effects.texts;
    }

    private void processes() {
        for (int p = 0; p < after.mms().size(); p++) {
            if (before.mm(p).live() != after.mm(p).live()) {
                texts.add("p" + p + (after.mm(p).live() ? " exists" : " is gone"));
            }
        }
    }

    private void ptes() {
        if (before.tables().equals(after.tables()) && before.mms().equals(after.mms())) {
            return;
        }
        int size = after.config().ptesPerTable();
        for (int process = 0; process < after.mms().size(); process++) {
            Table<Pmd> pmds = after.mm(process).pmds();
            for (int i = 0; i < pmds.size(); i++) {
                pmd(process, i * size, before.mm(process).pmds().get(i), pmds.get(i));
                if (pmds.get(i) instanceof Pmd.ToTable to) {
                    PageTable table = after.tables().get(to.table());
                    for (int k = 0; k < size; k++) {
                        Pte old = before.tables().get(to.table()).ptes().get(k);
                        pte(process, i * size + k, old, table.ptes().get(k));
                    }
                }
            }
        }
    }

    /** A page table that comes and goes is not worth a word; a huge page is. */
    private void pmd(int process, int va, Pmd old, Pmd now) {
        boolean table = (old.isNone() || old.isTable()) && (now.isNone() || now.isTable());
        if (table || old.equals(now)) {
            return;
        }
        String address = "pmd " + names.address(process, va);
        if (old instanceof Pmd.Huge from && now instanceof Pmd.Huge to && from.pfn() == to.pfn()) {
            String bits = PteText.change(address, from.bits(), to.bits(), false);
            if (bits != null) {
                texts.add(bits.replaceFirst("^pte ", ""));
            }
        } else {
            texts.add(address + (now.isNone() ? " cleared" : " = " + PteText.of(now)));
        }
    }

    private void pte(int process, int va, Pte old, Pte now) {
        if (old.equals(now)) {
            return;
        }
        boolean lost = old instanceof Pte.Present p && staysClean.test(p.pfn());
        String text = PteText.change(names.address(process, va), old, now, lost);
        if (text != null) {
            texts.add(text);
        }
    }

    private void pages() {
        if (before.pages().equals(after.pages())) {
            return;
        }
        for (int pfn = 0; pfn < after.pages().size(); pfn++) {
            Page old = before.page(pfn);
            Page now = after.page(pfn);
            if (old.equals(now)) {
                continue;
            }
            String page = "page " + pfn;
            if (!old.isFree() && now.isFree()) {
                texts.add(page + " freed");
                continue;
            }
            if (old.isHuge() && !now.isHuge() && old.nth() == 0) {
                texts.add("huge folio " + pfn + " split");
            }
            if (old.data() != now.data()) {
                texts.add(page + " holds " + now.data());
            }
            if (old.dirty() != now.dirty()) {
                texts.add(page + (now.dirty() ? " dirty" : " clean"));
            }
            if (old.writeback() != now.writeback()) {
                texts.add(now.writeback() ? page + " under writeback" : "writeback of " + page + " ends");
            }
            if (old.swapSlot() != now.swapSlot()) {
                texts.add(page + (now.inSwapCache() ? " in the swap cache" : " leaves the swap cache"));
            }
            if (old.swapBacked() && !now.swapBacked()) {
                texts.add(page + " lazyfree");
            }
        }
    }

    private void swap() {
        for (int slot = 0; slot < after.swap().size(); slot++) {
            if (before.swap().get(slot).content() != after.swap().get(slot).content()) {
                texts.add("slot " + slot + " holds " + after.swap().get(slot).content());
            }
        }
    }

    private void tlbs() {
        Config config = after.config();
        for (int cpu = 0; cpu < after.cpus().size(); cpu++) {
            if (before.cpus().get(cpu).equals(after.cpus().get(cpu))) {
                continue;
            }
            for (int process = 0; process < config.processes(); process++) {
                for (int va = 0; va < config.addresses(); va++) {
                    TlbEntry old = before.cpus().get(cpu).entry(config.row(process, va));
                    TlbEntry now = after.cpus().get(cpu).entry(config.row(process, va));
                    if (!old.equals(now)) {
                        texts.add("TLB" + cpu + " " + names.address(process, va)
                                + (now.isNone() ? " flushed" : tlb(now)));
                    }
                }
            }
        }
    }

    private static String tlb(TlbEntry entry) {
        return " = page " + entry.pfn() + (entry.writable() ? " W" : " R/O") + (entry.dirty() ? " D" : "");
    }

    private void devices() {
        Config config = after.config();
        for (int device = 0; device < after.devices().size(); device++) {
            Table<DevicePte> old = before.devices().get(device).table();
            Table<DevicePte> now = after.devices().get(device).table();
            for (int process = 0; !old.equals(now) && process < config.processes(); process++) {
                for (int va = 0; va < config.addresses(); va++) {
                    DevicePte entry = now.get(config.row(process, va));
                    if (!old.get(config.row(process, va)).equals(entry)) {
                        texts.add(names.device(device)
                                + (entry.isNone() ? " unmaps " : " maps ")
                                + names.address(process, va)
                                + (entry.isNone() ? "" : " to page " + entry.pfn() + (entry.writable() ? " W" : "")));
                    }
                }
            }
        }
    }

    private void files() {
        for (int f = 0; f < after.files().size(); f++) {
            Table<CacheEntry> old = before.files().get(f).pages();
            Table<CacheEntry> now = after.files().get(f).pages();
            for (int i = 0; i < now.size() && !old.equals(now); i++) {
                CacheEntry entry = now.get(i);
                if (!old.get(i).equals(entry)) {
                    texts.add("file " + f + " offset " + i
                            + (entry.isPage()
                                    ? " = page " + entry.pfn()
                                    : entry.isSwap() ? " = swap slot " + entry.slot() : " empty"));
                }
            }
        }
    }

    private void holds() {
        for (int slot = 0; slot < after.holds().size(); slot++) {
            Hold old = before.holds().get(slot);
            Hold now = after.holds().get(slot);
            if (!old.equals(now)) {
                Hold hold = now.isNone() ? old : now;
                texts.add("page " + hold.pfn() + (now.isNone() ? " let go" : hold.pin() ? " pinned" : " held"));
            }
        }
    }
}
