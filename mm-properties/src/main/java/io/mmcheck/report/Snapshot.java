package io.mmcheck.report;

import io.mmcheck.machine.AnonVma;
import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.World;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A world as a flat map from the name of a thing to what is to be said of it: {@code pte/a} is {@code page 0 W D}, and
 * {@code page/0/ref/swap cache} is 1. What is empty, free or as usual is left out, so that a map is short and the difference of
 * two maps is what a step did.
 */
final class Snapshot {
    private final Map<String, Object> map = new LinkedHashMap<>();
    private final Names names;
    private final Machine m;

    private Snapshot(Names names, Machine m) {
        this.names = names;
        this.m = m;
    }

    static Map<String, Object> of(Names names, World<Machine> world) {
        Snapshot snapshot = new Snapshot(names, world.machine());
        snapshot.processes();
        snapshot.pages();
        snapshot.tlbs();
        snapshot.swap();
        snapshot.files();
        snapshot.devices();
        snapshot.holds();
        snapshot.locks();
        snapshot.map.put("memcg/charged", snapshot.m.charged());
        for (int thread = 0; thread < world.threads(); thread++) {
            Object on = world.waitsFor(thread);
            if (on != null) {
                snapshot.map.put("wait/T" + thread, names.told(on.toString()));
            }
        }
        if (world.oops() != null) {
            snapshot.map.put("oops", String.valueOf(world.oops()));
        }
        snapshot.map.replaceAll((key, value) -> value instanceof String text ? names.page(text) : value);
        return snapshot.map;
    }

    /** What has to be put into the one map to make it the other; null stands for what goes. */
    static Map<String, @Nullable Object> change(Map<String, Object> before, Map<String, Object> after) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> change.put(key, null));
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                change.put(key, value);
            }
        });
        return change;
    }

    private void processes() {
        int size = m.config().ptesPerTable();
        for (int p = 0; p < m.mms().size(); p++) {
            Mm mm = m.mm(p);
            if (mm.live() || mm.rss() != 0) {
                map.put(
                        "mm/p" + p + "/rss",
                        mm.rss()); // who exits is no longer live, and still has what it has not given back
            }
            flag(mm.hasPinned(), "mm/p" + p + "/has pinned");
            flag(mm.unflushed() != 0, "mm/p" + p + "/flush batched");
            threads("mm/p" + p + "/flush pending", mm.gathering());
            flag(mm.writeProtect().protecting(), "mm/p" + p + "/fork write-protects");
            for (int i = 0; i < mm.vmas().size(); i++) {
                map.put("mm/p" + p + "/vma " + i, vma(p, mm.vmas().get(i)));
            }
            for (int i = 0; i < mm.pmds().size(); i++) {
                Pmd pmd = mm.pmds().get(i);
                if (pmd instanceof Pmd.ToTable to) {
                    PageTable table = m.tables().get(to.table());
                    ptes(p, i * size, table);
                    map.put("table/" + to.table(), "of " + pmdAddress(p, i * size));
                } else if (!pmd.isNone()) {
                    map.put("pmd/" + pmdAddress(p, i * size), text(pmd));
                }
            }
        }
        for (int i = 0; i < m.tables().size(); i++) {
            if (m.tables().get(i).isDead()) {
                PageTable table = m.tables().get(i);
                map.put("table/" + i, "dead, " + entries(table) + " entries, waits for " + set(table.grace()));
            }
        }
    }

    private static int entries(PageTable table) {
        int entries = 0;
        for (Pte pte : table.ptes()) {
            entries += pte.isNone() ? 0 : 1;
        }
        return entries;
    }

    private void ptes(int process, int from, PageTable table) {
        for (int k = 0; k < table.ptes().size(); k++) {
            Pte pte = table.ptes().get(k);
            if (!pte.isNone()) {
                map.put("pte/" + address(process, from + k), text(pte));
            }
        }
    }

    /** The addresses that the pmd of an address covers. */
    private String pmdAddress(int process, int va) {
        int start = m.pmdStart(va);
        return address(process, start) + ".."
                + names.address(process, start + m.config().ptesPerTable() - 1);
    }

    /** As the run names it, unless that would be the name of an address of another process that takes no part in it. */
    private String address(int process, int va) {
        String name = names.address(process, va);
        String full = "p" + process + ":";
        return process == 0 || name.startsWith(full) ? name : full + name;
    }

    private void flag(boolean on, String key) {
        if (on) {
            map.put(key, "yes");
        }
    }

    private String vma(int process, Vma vma) {
        return address(process, vma.start()) + ".." + address(process, vma.end() - 1) + " "
                + (vma.readable() ? "r" : "-") + (vma.writable() ? "w" : "-") + (vma.locked() ? " locked" : "")
                + (vma.special() ? " special" : "") + (vma.anonVma() < 0 ? "" : " anon_vma " + vma.anonVma())
                + (vma.file() < 0 ? "" : (vma.shared() ? " shared" : " private") + " file " + vma.file())
                + (vma.uffd() == Vma.Uffd.NONE
                        ? ""
                        : " uffd " + vma.uffd().name().toLowerCase(Locale.ROOT))
                + (vma.hugepage() ? " hugepage" : "") + (vma.softDirty() ? " soft-dirty" : "");
    }

    /** With all bits: what is left of them where there is less room is for the page to decide. */
    private static String text(Pte pte) {
        if (pte instanceof Pte.Present p) {
            return PteText.of(pte) + (p.young() ? " A" : "") + bits(p.softDirty(), p.uffdWp());
        }
        if (pte instanceof Pte.Migration e) {
            return PteText.of(pte) + (e.young() ? " A" : "") + bits(e.softDirty(), e.uffdWp());
        }
        if (pte instanceof Pte.Swap s) {
            return PteText.of(pte) + bits(s.softDirty(), s.uffdWp());
        }
        if (pte instanceof Pte.DevicePrivate d) {
            return PteText.of(pte) + bits(d.softDirty(), d.uffdWp());
        }
        if (pte instanceof Pte.DeviceExclusive e) {
            return PteText.of(pte) + bits(e.softDirty(), e.uffdWp());
        }
        return PteText.of(pte);
    }

    private static String text(Pmd pmd) {
        return pmd instanceof Pmd.Huge huge
                ? "huge " + text(huge.bits())
                : pmd instanceof Pmd.Migration migration ? "huge " + text(migration.bits()) : PteText.of(pmd);
    }

    private static String bits(boolean softDirty, boolean uffdWp) {
        return (softDirty ? " sd" : "") + (uffdWp ? " uw" : "");
    }

    private void pages() {
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            if (page.kind() == PageKind.ZERO || page.isFree()) {
                continue;
            }
            String key = "page/" + pfn + "/";
            map.put(key + "kind", page.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            map.put(key + "data", page.data());
            map.put(key + "flags", flags(page));
            if (page.hasMapping()) {
                map.put(
                        key + "mapping",
                        (page.isFile() ? "file " + page.file() : "anon_vma " + page.anonVma()) + ", index "
                                + page.index());
            }
            if (page.isHuge()) {
                map.put(key + "folio", "page " + page.nth() + " of huge folio " + m.head(pfn));
            }
            if (page.isTail()) {
                map.put(key + "mapcount of its own", page.mapcount());
                continue; // what else there is belongs to the folio
            }
            map.put(key + "refs", page.isFrozen() ? "frozen" : page.refs());
            map.put(key + "mapcount", m.folioMapcount(pfn));
            references(key + "ref/", pfn, page);
        }
    }

    private static String flags(Page page) {
        StringJoiner flags = new StringJoiner(" ");
        String[] named = {
            page.dirty() ? "dirty" : "",
            page.uptodate() ? "uptodate" : "",
            page.writeback() ? "writeback" : "",
            page.swapBacked() ? "swapbacked" : "",
            page.lru() == Lru.ON ? "lru" : "",
            page.exclusive() ? "exclusive" : "",
            page.mlocked() ? "mlocked" : "",
            page.charged() ? "charged" : ""
        };
        for (String flag : named) {
            if (!flag.isEmpty()) {
                flags.add(flag);
            }
        }
        return flags.toString();
    }

    /** Each reference by its source; what is left when all are counted nobody accounts for. */
    private void references(String key, int pfn, Page page) {
        for (int p = 0; p < m.mms().size(); p++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                mapping(key, pfn, p, va);
            }
        }
        if (page.isFile()) {
            map.put(key + "page cache (file " + page.file() + ")", 1);
        }
        if (page.inSwapCache()) {
            map.put(key + "swap cache (slot " + page.swapSlot() + ")", 1);
        }
        if (page.addBatch() >= 0) {
            map.put(key + "lru_add batch of CPU" + page.addBatch(), 1);
        }
        if (page.lazyfreeBatch() >= 0) {
            map.put(key + "lru_lazyfree batch of CPU" + page.lazyfreeBatch(), 1);
        }
        if (page.lru() == Lru.ISOLATED) {
            map.put(key + "isolation", 1);
        }
        for (int slot = 0; slot < m.holds().size(); slot++) {
            Hold hold = m.holds().get(slot);
            if (!hold.isNone() && m.head(hold.pfn()) == pfn) {
                map.put(key + (hold.pin() ? "pin " : "GUP ") + slot, hold.pin() ? Page.PIN : 1);
            }
        }
        for (int t = 0; t < m.cpus().size(); t++) {
            if (page.heldBy(ThreadId.of(t)) > 0) {
                map.put(key + "operation of T" + t, page.heldBy(ThreadId.of(t)));
            }
        }
    }

    private void mapping(String key, int pfn, int process, int va) {
        Pmd pmd = m.pmd(process, va);
        if (pmd instanceof Pmd.Huge huge && huge.pfn() == pfn && va == m.pmdStart(va)) {
            map.put(key + "pmd " + pmdAddress(process, va), 1);
        } else if (pmd instanceof Pmd.ToTable to) {
            Pte pte = m.tables().get(to.table()).ptes().get(va - m.pmdStart(va));
            if (pte instanceof Pte.DeviceExclusive e && m.head(e.pfn()) == pfn) {
                map.put(key + "device-exclusive entry " + address(process, va), 1);
            }
            for (int i = 0; i < m.folioSize(pfn); i++) {
                if (pte.maps(pfn + i)) {
                    map.put(key + "pte " + address(process, va), 1);
                }
            }
        }
    }

    private void tlbs() {
        Config config = m.config();
        for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
            for (int p = 0; p < config.processes(); p++) {
                for (int va = 0; va < config.addresses(); va++) {
                    TlbEntry entry = m.tlb(cpu, p, va);
                    if (!entry.isNone()) {
                        map.put(
                                "tlb/CPU" + cpu + "/" + address(p, va),
                                "page " + entry.pfn() + (entry.writable() ? " W" : " R/O")
                                        + (entry.dirty() ? " D" : ""));
                    }
                }
            }
        }
    }

    private void swap() {
        for (int i = 0; i < m.swap().size(); i++) {
            SwapSlot slot = m.swap().get(i);
            if (!slot.isFree()) {
                map.put("slot/" + i + "/holds", slot.content());
                map.put("slot/" + i + "/ptes", slot.count());
                if (slot.cache() != -1) {
                    map.put("slot/" + i + "/cache", slot.cache() < 0 ? "read directly" : "page " + slot.cache());
                }
            }
        }
    }

    private void files() {
        for (int f = 0; f < m.files().size(); f++) {
            Table<CacheEntry> pages = m.files().get(f).pages();
            for (int i = 0; i < pages.size(); i++) {
                CacheEntry entry = pages.get(i);
                if (entry.isPage() || entry.isSwap()) {
                    map.put(
                            "file/" + f + "/offset " + i,
                            entry.isPage() ? "page " + entry.pfn() : "swap slot " + entry.slot());
                }
            }
        }
    }

    private void devices() {
        Config config = m.config();
        for (int d = 0; d < m.devices().size(); d++) {
            Device device = m.devices().get(d);
            for (int p = 0; p < config.processes(); p++) {
                for (int va = 0; va < config.addresses(); va++) {
                    DevicePte entry = device.table().get(config.row(p, va));
                    if (!entry.isNone()) {
                        map.put(
                                "device/" + d + "/" + address(p, va),
                                "page " + entry.pfn()
                                        + (entry.atomic() ? " atomic" : entry.writable() ? " W" : " R/O"));
                    }
                }
                Device.Mirror mirror = device.mirrors().get(p);
                if (mirror.invalidating() > 0) {
                    map.put("device/" + d + "/invalidations of p" + p, mirror.invalidating());
                }
                threads("device/" + d + "/walks p" + p, mirror.watching());
                threads("device/" + d + "/must walk p" + p + " again", mirror.stale());
            }
        }
    }

    private void threads(String key, int bits) {
        if (bits != 0) {
            map.put(key, set(bits));
        }
    }

    private static String set(int bits) {
        StringJoiner threads = new StringJoiner(" ");
        for (int t = 0; t < 8; t++) {
            if ((bits & 1 << t) != 0) {
                threads.add("T" + t);
            }
        }
        return threads.toString();
    }

    private void holds() {
        for (int slot = 0; slot < m.holds().size(); slot++) {
            Hold hold = m.holds().get(slot);
            if (!hold.isNone()) {
                map.put(
                        "gup/" + slot,
                        (hold.pin() ? "pin of page " : "reference to page ") + hold.pfn() + " at "
                                + address(hold.process(), hold.va()) + (hold.pending() ? ", being taken" : ""));
            }
        }
    }

    private void locks() {
        for (int p = 0; p < m.mms().size(); p++) {
            lock("lock/mmap_lock p" + p, m.mm(p).lock());
            lock("lock/pmd p" + p, m.mm(p).pmdLock());
        }
        for (int i = 0; i < m.files().size(); i++) {
            lock("lock/i_mmap " + i, m.files().get(i).iMmap());
        }
        if (m.readers() != 0) {
            map.put("lock/rcu", "read " + set(m.readers()));
        }
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            lock("lock/page " + pfn, m.page(pfn).lockedBy());
        }
        for (int i = 0; i < m.anonVmas().size(); i++) {
            AnonVma anonVma = m.anonVmas().get(i);
            lock("lock/anon_vma " + i, anonVma.lock());
        }
        for (int i = 0; i < m.tables().size(); i++) {
            lock("lock/ptl " + i, m.tables().get(i).ptl());
        }
        for (int i = 0; i < m.devices().size(); i++) {
            lock("lock/device " + i, m.devices().get(i).mutex());
        }
    }

    private void lock(String key, int thread) {
        if (thread >= 0) {
            map.put(key, "T" + thread);
        }
    }

    private void lock(String key, RwLock lock) {
        if (lock.writer() >= 0) {
            map.put(key, "write T" + lock.writer());
        } else if (lock.readers() != 0) {
            map.put(key, "read " + set(lock.readers()));
        }
    }
}
