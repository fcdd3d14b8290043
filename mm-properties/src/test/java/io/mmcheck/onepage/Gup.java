package io.mmcheck.onepage;

import static io.mmcheck.onepage.Gup.At.*;

import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;

/** A thread that takes and puts a reference on the page, some times. */
final class Gup {
    enum At {
        LOCK_TABLE,
        GET,
        UNLOCK_TABLE,
        PUT
    }

    record Locals(int left, int frame) {}

    static final Program<Memory, Locals> PROGRAM = Program.<Memory, Locals>named("gup")
            .at(LOCK_TABLE, Gup::lockTable)
            .at(GET, Gup::get)
            .at(UNLOCK_TABLE, (m, self, l) -> Next.next(m.unlockTable(), l))
            .at(PUT, Gup::put);

    private Gup() {}

    static Operation<Memory> of(int times) {
        return OnePage.operation("gup", PROGRAM, new Locals(times, 0));
    }

    static Next<Locals> lockTable(Memory m, ThreadId self, Locals l) {
        return l.left == 0 ? Next.blocked(OnePage.NOTHING_LEFT) : OnePage.lockTable(m, self, new Locals(l.left - 1, 0));
    }

    static Next<Locals> get(Memory m, ThreadId self, Locals l) {
        int frame = m.pte().frame();
        return m.pte().present()
                ? Next.next(m.with(frame, m.folio(frame).refs(1)), new Locals(l.left, frame))
                : Next.go(m.unlockTable(), LOCK_TABLE, l);
    }

    static Next<Locals> put(Memory m, ThreadId self, Locals l) {
        return Next.go(m.with(l.frame, m.folio(l.frame).put()), LOCK_TABLE, new Locals(l.left, 0));
    }
}
