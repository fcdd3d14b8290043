package io.mmcheck.onepage;

import io.mmcheck.machine.State;
import io.mmcheck.machine.Table;

/** The whole machine; {@code last} is what the latest store wrote, {@code swapped} what the swap slot holds. */
public record Memory(Pte pte, int tableLock, int last, int swapped, Table<Folio> folios, Table<Tlb> tlbs)
        implements State {
    static final int NOWHERE = -1;

    static final Memory START = new Memory(
            new Pte(Pte.Kind.PRESENT, 0, false, true),
            0,
            0,
            0,
            Table.of(new Folio(true, 0, false, 0, 2, true), Folio.FREE, Folio.FREE),
            Table.fill(2, Tlb.EMPTY));

    @Override
    public long touch() {
        return folios.touch() + tlbs.touch();
    }

    Folio folio(int frame) {
        return folios.get(frame);
    }

    Tlb tlb(int cpu) {
        return tlbs.get(cpu);
    }

    int lowestFree() {
        for (int f = 0; f < 3; f++) {
            if (!folio(f).used()) {
                return f;
            }
        }
        return NOWHERE;
    }

    int lowestInSwapCache() {
        for (int f = 0; f < 3; f++) {
            if (folio(f).swapCache()) {
                return f;
            }
        }
        return NOWHERE;
    }

    Memory with(Pte pte) {
        return new Memory(pte, tableLock, last, swapped, folios, tlbs);
    }

    Memory with(int frame, Folio folio) {
        return new Memory(pte, tableLock, last, swapped, folios.with(frame, folio), tlbs);
    }

    Memory with(int cpu, Tlb tlb) {
        return new Memory(pte, tableLock, last, swapped, folios, tlbs.with(cpu, tlb));
    }

    Memory lockTable(int owner) {
        return new Memory(pte, owner, last, swapped, folios, tlbs);
    }

    Memory unlockTable() {
        return lockTable(0);
    }

    Memory stored(int frame) {
        return new Memory(
                pte,
                tableLock,
                last + 1,
                swapped,
                folios.with(frame, folio(frame).withData(last + 1)),
                tlbs);
    }

    Memory written(int frame) {
        Folio folio = folio(frame);
        return new Memory(pte, tableLock, last, folio.data(), folios.with(frame, folio.withDirty(false)), tlbs);
    }
}
