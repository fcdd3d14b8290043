package io.mmcheck.property;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.event.DiscardEnds;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.program.Moved;

/** The requests to throw content away that have started and not returned. */
record Discards(Table<Running> running) {
    static final Discards NONE = new Discards(Table.empty());

    /** One of them: the pages [from, to) of a process, by a thread. */
    record Running(int thread, DiscardStarts.Kind kind, int process, int from, int to) {
        boolean covers(int p, int va) {
            return process == p && from <= va && va < to;
        }
    }

    Discards after(Moved<Machine> moved) {
        Discards now = this;
        for (Event event : moved.events()) {
            if (event instanceof DiscardStarts s) {
                now = new Discards(
                        now.running.plus(new Running(moved.thread(), s.kind(), s.process(), s.from(), s.to())));
            } else if (event instanceof DiscardEnds e) {
                now = now.without(new Running(moved.thread(), e.kind(), e.process(), e.from(), e.to()));
            }
        }
        return now;
    }

    private Discards without(Running ended) {
        Table<Running> left = Table.empty();
        boolean gone = false;
        for (Running one : running) {
            if (!gone && one.equals(ended)) {
                gone = true;
            } else {
                left = left.plus(one);
            }
        }
        return left.isEmpty() ? NONE : new Discards(left);
    }

    boolean covers(int process, int va) {
        for (Running one : running) {
            if (one.covers(process, va)) {
                return true;
            }
        }
        return false;
    }

    boolean covers(int thread, int process, int va) {
        for (Running one : running) {
            if (one.thread == thread && one.covers(process, va)) {
                return true;
            }
        }
        return false;
    }
}
