package io.mmcheck.property;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.DeviceStored;
import io.mmcheck.machine.event.DiscardEnds;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.machine.event.ForkEnds;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.machine.event.Stored;
import io.mmcheck.machine.event.Unmapped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the loads of every process and address may return.
 *
 * @param config the sizes of the machine
 * @param cells one for each row ({@link Config#row})
 * @param pending one for each address of each request to throw content away that has started and not returned
 * @param copies one for each address that a fork has copied while it has not flushed the parent's TLBs
 */
record Contents(Config config, Table<Cell> cells, Table<Pending> pending, Table<Copy> copies) {
    private static final int LARGEST = 63;

    /**
     * What one address may hold.
     *
     * @param values one bit for each value; values of 63 and more share one
     * @param lazy the content may turn into zero at any time (after MADV_FREE), until the next store
     */
    record Cell(long values, boolean lazy) {
        static final Cell ZERO = new Cell(1, false);

        static Cell of(long values, boolean lazy) {
            return values == 1 ? ZERO : new Cell(values, lazy);
        }
    }

    /** One address of a running request, and the values that were stored there since it started. */
    record Pending(int thread, DiscardStarts.Kind kind, int row, long since) {}

    /** One address that a fork has copied. */
    record Copy(int parent, int child, int va) {}

    /** The contents of a machine on which nothing runs. */
    static Contents of(Machine m) {
        Table<Cell> cells = Table.empty();
        for (int process = 0; process < m.config().processes(); process++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                cells = cells.plus(cell(m, m.leaf(process, va)));
            }
        }
        return new Contents(m.config(), cells, Table.empty(), Table.empty());
    }

    private static Cell cell(Machine m, Pte pte) {
        if (pte instanceof Pte.Present p) {
            Page page = m.page(p.pfn());
            boolean lazy = page.isAnon() && !page.swapBacked() && !page.dirty() && !p.dirty();
            return Cell.of(bit(page.data()) | (lazy ? 1 : 0), lazy);
        }
        if (pte instanceof Pte.DevicePrivate d) {
            return Cell.of(bit(m.page(d.pfn()).data()), false);
        }
        if (pte instanceof Pte.DeviceExclusive e) {
            return Cell.of(bit(m.page(e.pfn()).data()), false);
        }
        if (pte instanceof Pte.Swap s) {
            SwapSlot slot = m.swap().get(s.slot());
            boolean cached = slot.cache() >= 0 && m.page(slot.cache()).uptodate();
            return Cell.of(bit(cached ? m.page(slot.cache()).data() : slot.content()), false);
        }
        return Cell.ZERO;
    }

    private static long bit(int value) {
        return 1L << Math.min(value, LARGEST);
    }

    boolean allows(int process, int va, int value) {
        return (cells.get(config.row(process, va)).values & bit(value)) != 0;
    }

    /** The values that a load may return, for a reader. */
    String expected(int process, int va) {
        long values = cells.get(config.row(process, va)).values;
        List<Integer> all = new ArrayList<>();
        for (int v = 0; v <= LARGEST; v++) {
            if ((values & 1L << v) != 0) {
                all.add(v);
            }
        }
        return all.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    Contents after(int thread, Event event) {
        if (event instanceof Loaded e) {
            return loaded(e.process(), e.va(), e.value());
        } else if (event instanceof DeviceLoaded e) {
            return loaded(e.process(), e.va(), e.value());
        } else if (event instanceof Stored e) {
            return stored(e.process(), e.va(), e.value());
        } else if (event instanceof DeviceStored e) {
            return stored(e.process(), e.va(), e.value());
        } else if (event instanceof DiscardStarts e) {
            return discardStarts(thread, e);
        } else if (event instanceof DiscardEnds e) {
            return discardEnds(thread, e);
        } else if (event instanceof ForkCopied e) {
            return forkCopied(e);
        } else if (event instanceof ForkEnds e) {
            return forkEnds(e);
        } else if (event instanceof Unmapped e) {
            return unmapped(e);
        }
        return this;
    }

    private Contents with(int row, Cell cell) {
        return cell.equals(cells.get(row)) ? this : new Contents(config, cells.with(row, cell), pending, copies);
    }

    /** A load settles what it may be, unless a running request leaves it open; lazily freed content can still go. */
    private Contents loaded(int process, int va, int value) {
        int row = config.row(process, va);
        Cell cell = cells.get(row);
        if (isPending(row) || isCopied(process, va)) {
            return this;
        }
        return with(row, Cell.of(bit(value) | (cell.lazy ? 1 : 0), cell.lazy && value != 0));
    }

    private Contents stored(int process, int va, int value) {
        int row = config.row(process, va);
        Cell cell = cells.get(row);
        Contents now = this;
        if (isPending(row)) {
            Table<Pending> more = Table.empty();
            for (Pending one : pending) {
                more = more.plus(one.row == row ? new Pending(one.thread, one.kind, row, one.since | bit(value)) : one);
            }
            now = new Contents(config, cells, more, copies).with(row, Cell.of(cell.values | bit(value), cell.lazy));
        } else {
            now = with(row, Cell.of(bit(value), false));
        }
        for (Copy copy : copies) {
            if (copy.parent == process && copy.va == va) {
                int child = config.row(copy.child, va);
                now = now.with(child, Cell.of(now.cells.get(child).values | bit(value), now.cells.get(child).lazy));
            }
        }
        return now;
    }

    private boolean isPending(int row) {
        for (Pending one : pending) {
            if (one.row == row) {
                return true;
            }
        }
        return false;
    }

    private boolean isCopied(int child, int va) {
        for (Copy copy : copies) {
            if (copy.child == child && copy.va == va) {
                return true;
            }
        }
        return false;
    }

    private Contents discardStarts(int thread, DiscardStarts e) {
        Contents now = this;
        for (int va = e.from(); va < Math.min(e.to(), config.addresses()); va++) {
            int row = config.row(e.process(), va);
            Cell cell = now.cells.get(row);
            now = now.with(row, Cell.of(cell.values | 1, cell.lazy));
            now = new Contents(config, now.cells, now.pending.plus(new Pending(thread, e.kind(), row, 0)), copies);
        }
        return now;
    }

    /** After a zap only what was stored since its start can be there; after a lazy free all may be there or go. */
    private Contents discardEnds(int thread, DiscardEnds e) {
        Contents now = this;
        for (int va = e.from(); va < Math.min(e.to(), config.addresses()); va++) {
            int row = config.row(e.process(), va);
            Table<Pending> left = Table.empty();
            Cell cell = now.cells.get(row);
            boolean ended = false;
            for (Pending one : now.pending) {
                if (!ended && one.row == row && one.thread == thread && one.kind == e.kind()) {
                    ended = true;
                    cell = e.kind() == DiscardStarts.Kind.ZAP
                            ? Cell.of(cell.values & (one.since | 1), cell.lazy)
                            : Cell.of(cell.values, true);
                } else {
                    left = left.plus(one);
                }
            }
            now = new Contents(config, now.cells, left, copies).with(row, cell);
        }
        return now;
    }

    private Contents forkCopied(ForkCopied e) {
        Contents now = with(config.row(e.child(), e.va()), cells.get(config.row(e.parent(), e.va())));
        return new Contents(config, now.cells, pending, copies.plus(new Copy(e.parent(), e.child(), e.va())));
    }

    private Contents forkEnds(ForkEnds e) {
        Table<Copy> left = Table.empty();
        for (Copy copy : copies) {
            left = copy.parent == e.parent() && copy.child == e.child() ? left : left.plus(copy);
        }
        return new Contents(config, cells, pending, left);
    }

    private Contents unmapped(Unmapped e) {
        Contents now = this;
        for (int va = e.from(); va < Math.min(e.to(), config.addresses()); va++) {
            now = now.with(config.row(e.process(), va), Cell.ZERO);
        }
        return now;
    }
}
