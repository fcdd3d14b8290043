package io.mmcheck.kernel;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.operation.Action;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Small machines and hand-made schedules for the tests of one program. */
public final class Runs {
    public static final ThreadId T0 = ThreadId.of(0);

    private Runs() {}

    /** Process 0 with a page table and an anon_vma; nothing is mapped. */
    public static Machine machine(Config config) {
        Machine m = Machine.empty(config);
        for (int i = 0; i < config.addresses() / config.ptesPerTable(); i++) {
            m = PteAlloc.alloc(m, 0, i * config.ptesPerTable());
        }
        return AnonVmas.prepare(m, 0, 0);
    }

    /** Page {@code pfn} with a value, mapped writable, exclusive and young at an address of process 0, on the LRU. */
    public static Machine mapped(Machine m, int va, int pfn, int value, boolean dirty) {
        Machine made = PageAlloc.charge(PageAlloc.allocate(m, T0, pfn), pfn);
        made = made.withPage(pfn, made.page(pfn).withData(value).withUptodate(true));
        made = Rmap.addNewAnon(made, 0, va, pfn);
        made = made.withPage(pfn, made.page(pfn).withLedger(T0, -1).withLru(Lru.ON));
        Mm mm = made.mm(0);
        return made.withMm(0, mm.withRss(mm.rss() + 1))
                .withPte(0, va, new Pte.Present(pfn, true, dirty, true, true, false, false));
    }

    /** A reference that is nobody's in particular. */
    public static Machine referenced(Machine m, int pfn, int count) {
        return Folio.refAdd(m, pfn, count);
    }

    public static Machine cached(Machine m, int cpu, int va, boolean dirty) {
        Pte.Present pte = (Pte.Present) m.pte(0, va);
        return m.withTlb(cpu, 0, va, new TlbEntry(pte.pfn(), pte.writable(), dirty));
    }

    /** One thread, these operations. */
    public static World<Machine> world(Machine m, Action... actions) {
        return World.of(Kernel.TODAY, m, List.of(new ArrayList<>(Arrays.asList(actions))));
    }

    /** What a second thread does in one step. */
    public static Operation<Machine> act(UnaryOperator<Machine> change) {
        Program<Machine, Integer> program =
                Program.<Machine, Integer>named("act").at(Act.ACT, (m, self, l) -> Next.done(change.apply(m)));
        return new Operation<>() {
            @Override
            public String text() {
                return "act";
            }

            @Override
            public Start<Machine, ?> start() {
                return new Start<>(program, 0);
            }
        };
    }

    private enum Act {
        ACT
    }

    /** Two threads with one operation each. */
    public static World<Machine> race(Machine m, Operation<Machine> first, Operation<Machine> second) {
        return World.of(Kernel.TODAY, m, List.of(List.of(first), List.of(second)));
    }

    /** Runs a thread to the end of its operations, with the usual choice of the environment each time. */
    public static World<Machine> finish(World<Machine> world, int thread) {
        World<Machine> w = world;
        while (w.frame(thread) != null && w.oops() == null) {
            w = step(w, thread);
        }
        if (w.oops() != null) {
            throw new AssertionError("oops: " + w.oops());
        }
        return w;
    }

    /** Runs a thread until it stands at a label of a program. */
    public static World<Machine> until(World<Machine> world, int thread, Enum<?> label) {
        World<Machine> w = world;
        while (Objects.requireNonNull(w.frame(thread)).place().label() != label) {
            w = step(w, thread);
        }
        return w;
    }

    public static World<Machine> step(World<Machine> world, int thread) {
        List<World<Machine>> next = world.step(thread);
        if (next.isEmpty()) {
            throw new AssertionError("T" + thread + " waits for " + world.waitsFor(thread));
        }
        return next.get(0);
    }

    /** The machine after these operations of one thread. */
    public static Machine after(Machine m, Action... actions) {
        return finish(world(m, actions), 0).machine();
    }

    /** What one operation returns. */
    public static @Nullable Object result(Machine m, Action action) {
        return Objects.requireNonNull(finish(world(m, action), 0).moved()).result();
    }
}
