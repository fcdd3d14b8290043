package io.mmcheck.onepage;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.util.List;

/**
 * The model of {@code one-page.pml}, label for label: one virtual page, three frames, two CPUs, a migrating thread, a taker of
 * references, a reclaimer. A thread with nothing left blocks for ever at its first label, which is no deadlock.
 */
public final class OnePage {
    static final String NOTHING_LEFT = "nothing left to do";

    /** A load returns what the latest store wrote. */
    public static final Monitor<Memory> LOADS_READ_THE_LAST_STORE = new Monitor<>() {
        @Override
        public String id() {
            return "loads-read-the-last-store";
        }

        @Override
        public int looksAt() {
            return WORDS;
        }

        @Override
        public Object judge(Object state, World<Memory> before, World<Memory> after) {
            int last = before.machine().last();
            for (Event event : after.moved().events()) {
                if (event instanceof Loaded loaded && loaded.value() != last) {
                    return new Violation("a load returned " + loaded.value() + ", stored was " + last);
                }
            }
            return state;
        }
    };

    /** Migration forgets the dirty bit of the pte. */
    public static final Patch DIRTY_NOT_COPIED = patch(
            "dirty-not-copied",
            Edit.replace(Migrate.PROGRAM, Migrate.At.CLEAR_PTE, (m, self, l) -> Migrate.clearPte(m, self, l, false)));

    /** Nobody flushes a TLB; the steps stay. */
    public static final Patch FLUSHES_DO_NOTHING = patch(
            "flushes-do-nothing",
            Edit.replace(Migrate.PROGRAM, Migrate.At.FLUSH_CPU0, (m, self, l) -> Next.next(m, l)),
            Edit.replace(Migrate.PROGRAM, Migrate.At.FLUSH_CPU1, (m, self, l) -> Next.next(m, l)),
            Edit.replace(Reclaim.PROGRAM, Reclaim.At.FLUSH_CPU0, (m, self, l) -> Next.next(m, l)),
            Edit.replace(Reclaim.PROGRAM, Reclaim.At.FLUSH_CPU1, (m, self, l) -> Next.next(m, l)));

    /** Nobody flushes a TLB; the steps are gone. */
    public static final Patch NO_FLUSHES = patch(
            "no-flushes",
            Edit.drop(Migrate.PROGRAM, Migrate.At.FLUSH_CPU0),
            Edit.drop(Migrate.PROGRAM, Migrate.At.FLUSH_CPU1),
            Edit.drop(Reclaim.PROGRAM, Reclaim.At.FLUSH_CPU0),
            Edit.drop(Reclaim.PROGRAM, Reclaim.At.FLUSH_CPU1));

    private OnePage() {}

    /** The first state of a configuration, given as in the Promela text. */
    public static World<Memory> of(Kernel kernel, int ops, int rm, int rg, int rk) {
        return World.of(
                kernel,
                Memory.START,
                List.of(
                        List.of(Cpu.of(ops)),
                        List.of(Cpu.of(ops)),
                        List.of(Migrate.of(rm)),
                        List.of(Gup.of(rg)),
                        List.of(Reclaim.of(rk))));
    }

    static <L> Next<L> lockTable(Memory m, ThreadId self, L locals) {
        return m.tableLock() == 0 ? Next.next(m.lockTable(self.index() + 1), locals) : Next.blocked("table lock");
    }

    static <L> Operation<Memory> operation(String text, Program<Memory, L> program, L locals) {
        return new Operation<>() {
            @Override
            public String text() {
                return text;
            }

            @Override
            public Start<Memory, ?> start() {
                return new Start<>(program, locals);
            }
        };
    }

    private static Patch patch(String id, Edit... edits) {
        return new Patch() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public List<Edit> edits() {
                return List.of(edits);
            }
        };
    }
}
