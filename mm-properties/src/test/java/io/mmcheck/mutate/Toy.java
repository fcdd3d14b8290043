package io.mmcheck.mutate;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.List;

/** Counts in page 0, under its lock, in two steps: what a lost update needs. */
record Toy() implements Action {
    static final Kind KIND = Kind.of("toy", arguments -> new Toy());

    enum At {
        LOCK,
        READ,
        WRITE,
        MARK_DIRTY,
        UNLOCK
    }

    /** What was read. */
    record Locals(int value) {}

    static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("toy")
            .at(At.LOCK, Toy::lock)
            .at(At.READ, (m, self, l) -> Next.next(m, new Locals(m.page(0).data())))
            .at(At.WRITE, (m, self, l) -> Next.next(m.withPage(0, m.page(0).withData(l.value + 1)), l))
            .at(At.MARK_DIRTY, (m, self, l) -> Next.next(m.withPage(0, m.page(0).withDirty(true)), new Locals(0)))
            .at(At.UNLOCK, (m, self, l) -> Next.done(m.withPage(0, m.page(0).withLockedBy(-1))));

    private static Next<Locals> lock(Machine m, ThreadId self, Locals l) {
        return m.page(0).isLocked()
                ? Next.blocked("page 0")
                : Next.<Locals>next(m.withPage(0, m.page(0).withLockedBy(self.index())), l)
                        .saying(new Acquired(LockClass.FOLIO, 0));
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of();
    }

    @Override
    public Start<Machine, Locals> start() {
        return new Start<>(PROGRAM, new Locals(0));
    }
}
