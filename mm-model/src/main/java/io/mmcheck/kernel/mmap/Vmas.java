package io.mmcheck.kernel.mmap;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Splitting and merging VMAs (mm/vma.c), for the holder of mmap_lock for writing. */
public final class Vmas {
    private Vmas() {}

    /** vma_find(): the first VMA that ends behind an address, or null. */
    public static @Nullable Vma firstEndingBehind(Machine m, int process, int va) {
        for (Vma vma : m.mm(process).vmas()) {
            if (vma.end() > va) {
                return vma;
            }
        }
        return null;
    }

    /**
     * vma_adjust_trans_huge(): an address at one end of [from, to) where a VMA is to be split inside of a huge page, or -1. The
     * huge pmd has to be split first: every huge page is in one VMA.
     */
    public static int hugeToSplit(Machine m, int process, int from, int to) {
        for (int at : new int[] {from, to}) {
            Vma vma = at < m.config().addresses() ? m.mm(process).vma(at) : null;
            Pmd pmd = vma == null ? Pmd.NONE : m.pmd(process, at);
            if (vma != null
                    && vma.start() < at
                    && at != m.pmdStart(at)
                    && (pmd.isTransHuge() || pmd instanceof Pmd.Migration)) {
                return at;
            }
        }
        return -1;
    }

    /** split_vma() where an address lies inside a VMA: it is the start of one afterwards. */
    public static Machine split(Machine m, int process, int at) {
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : m.mm(process).vmas()) {
            if (vma.start() < at && at < vma.end()) {
                vmas.add(vma.part(vma.start(), at));
                vmas.add(vma.part(at, vma.end()));
            } else {
                vmas.add(vma);
            }
        }
        return vmas.size() == m.mm(process).vmas().size() ? m : with(m, process, vmas);
    }

    /** vma_modify_flags(): the part [from, to) of one VMA changes, and merges with the neighbours that it fits. */
    public static Machine modify(Machine m, int process, int from, int to, UnaryOperator<Vma> change) {
        Machine split = split(split(m, process, from), process, to);
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : split.mm(process).vmas()) {
            vmas.add(vma.start() == from ? change.apply(vma) : vma);
        }
        int i = 0;
        while (vmas.get(i).start() != from) {
            i++;
        }
        if (i > 0 && fits(vmas.get(i - 1), vmas.get(i))) {
            merge(vmas, --i, vmas.get(i));
            if (i + 1 < vmas.size() && fits(vmas.get(i), vmas.get(i + 1))) {
                merge(vmas, i, vmas.get(i));
            }
        } else if (i + 1 < vmas.size() && fits(vmas.get(i), vmas.get(i + 1))) {
            merge(vmas, i, vmas.get(i + 1));
        }
        return with(split, process, vmas);
    }

    /** The VMAs that lie inside [from, to) are no more. */
    public static Machine remove(Machine m, int process, int from, int to) {
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : m.mm(process).vmas()) {
            if (vma.end() <= from || to <= vma.start()) {
                vmas.add(vma);
            }
        }
        return with(m, process, vmas);
    }

    /** Two neighbours become one; VM_SOFTDIRTY is no obstacle, and is as in the VMA that is extended. */
    private static void merge(List<Vma> vmas, int i, Vma extended) {
        Vma left = vmas.get(i);
        Vma right = vmas.remove(i + 1);
        Vma rmap = left.anonVma() >= 0 ? left : right;
        vmas.set(
                i,
                left.extendedTo(right.end())
                        .withSoftDirty(extended.softDirty())
                        .withAnonVma(rmap.anonVma(), rmap.chain()));
    }

    /** is_mergeable_vma(), is_mergeable_anon_vma(): the same but for VM_SOFTDIRTY, or one has no anon_vma yet. */
    private static boolean fits(Vma left, Vma right) {
        Vma alike = right.withSoftDirty(left.softDirty());
        if (left.anonVma() < 0 && Long.bitCount(right.chain()) <= 1) {
            alike = alike.withAnonVma(left.anonVma(), left.chain());
        }
        Vma from = left;
        if (right.anonVma() < 0 && Long.bitCount(left.chain()) <= 1) {
            from = left.withAnonVma(right.anonVma(), right.chain());
        }
        return left.anonVma() < 0 ? left.mergesWith(alike) : from.mergesWith(right.withSoftDirty(left.softDirty()));
    }

    private static Machine with(Machine m, int process, List<Vma> vmas) {
        return m.withMm(process, m.mm(process).withVmas(Table.ofAll(vmas)));
    }
}
