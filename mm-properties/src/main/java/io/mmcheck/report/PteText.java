package io.mmcheck.report;

import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Page table entries in few words. */
public final class PteText {
    private PteText() {}

    /** The entry. */
    public static String of(Pte pte) {
        if (pte instanceof Pte.Present p) {
            return "page " + p.pfn() + bits(p.writable(), p.dirty()) + (p.protNone() ? " PROT_NONE" : "");
        }
        if (pte instanceof Pte.Swap s) {
            return "swap slot " + s.slot() + (s.exclusive() ? " exclusive" : "");
        }
        if (pte instanceof Pte.Migration m) {
            String kind = m.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return "migration entry of page " + m.pfn() + " (" + kind + (m.dirty() ? ", D" : "") + ")";
        }
        if (pte instanceof Pte.DevicePrivate d) {
            return "device page " + d.pfn() + (d.writable() ? " W" : " R/O");
        }
        if (pte instanceof Pte.DeviceExclusive e) {
            return "page " + e.pfn() + " exclusive to a device" + (e.writable() ? " W" : " R/O");
        }
        return pte.isNone() ? "none" : pte.toString();
    }

    /** The entry of a level higher. */
    static String of(Pmd pmd) {
        if (pmd instanceof Pmd.Huge huge) {
            return "huge " + of(huge.bits());
        }
        if (pmd instanceof Pmd.Migration migration) {
            return "huge " + of(migration.bits());
        }
        if (pmd instanceof Pmd.ToTable to) {
            return "page table " + to.table();
        }
        return pmd instanceof Pmd.HugeZero ? "huge zero page R/O" : pmd.isNone() ? "none" : "bad";
    }

    private static String bits(boolean writable, boolean dirty) {
        return (writable ? " W" : " R/O") + (dirty ? " D" : "");
    }

    /**
     * What one step did to an entry, or null if it is not worth a word in an overview.
     *
     * @param lostDirty whether nobody has taken over the D of the entry when its lock is dropped
     */
    static @Nullable String change(String address, Pte before, Pte after, boolean lostDirty) {
        if (after.isNone()) {
            boolean dirty = before instanceof Pte.Present p && p.dirty();
            return "pte " + address + " cleared" + (!dirty ? "" : lostDirty ? ", D dropped" : ", D");
        }
        if (before instanceof Pte.Present from && after instanceof Pte.Present to && from.pfn() == to.pfn()) {
            return bits(address, from, to);
        }
        return "pte " + address + " = " + of(after);
    }

    private static @Nullable String bits(String address, Pte.Present from, Pte.Present to) {
        StringJoiner text = new StringJoiner(", ", "pte " + address + " ", "").setEmptyValue("");
        if (from.dirty() != to.dirty()) {
            text.add(to.dirty() ? "D" : "clean");
        }
        if (from.writable() != to.writable()) {
            text.add(to.writable() ? "W" : "R/O");
        }
        if (from.protNone() != to.protNone()) {
            text.add(to.protNone() ? "PROT_NONE" : "accessible");
        }
        return text.length() == 0 ? null : text.toString();
    }
}
