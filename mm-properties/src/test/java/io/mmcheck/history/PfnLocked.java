package io.mmcheck.history;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.driver.FaultAllocAndCopy;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.migratedevice.MigrateVmaSetup;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ways to hold the pipeline with MIGRATE_PFN_LOCKED against the one that came after it. */
final class PfnLocked {
    static final Kernel NEW = Kernel.TODAY;
    static final Kernel OLD = Kernel.TODAY.with(new PfnLockedPipeline());

    /** The old pipeline with drivers that forget the flag on dst. */
    static final Kernel WITHOUT_FLAG_ON_DST = Kernel.TODAY.with(new Patch() {
        @Override
        public String id() {
            return "pfn-locked-but-not-on-dst";
        }

        @Override
        public List<Edit> edits() {
            return new PfnLockedPipeline()
                    .edits().stream()
                            .filter(edit -> edit.program() != AllocAndCopy.PROGRAM)
                            .filter(edit -> edit.program() != FaultAllocAndCopy.PROGRAM)
                            .toList();
        }
    });

    private PfnLocked() {}

    /**
     * How a run ended.
     *
     * @param migrated the addresses whose page has migrated, one bit each, of all migrations of the run
     * @param seen what the processes would find in their memory after it: kind and rights of each pte, and the content
     */
    record Outcome(long migrated, List<String> seen) {}

    static List<String> memory(Machine m) {
        List<String> seen = new ArrayList<>();
        for (int process = 0; process < m.config().processes(); process++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                seen.add(mapped(m, m.leaf(process, va)));
            }
        }
        return seen;
    }

    private static String mapped(Machine m, Pte pte) {
        if (pte instanceof Pte.Present p) {
            return (p.pfn() == m.zeroPage()
                            ? "zero page"
                            : "page " + m.page(p.pfn()).data())
                    + (p.writable() ? " w" : "");
        }
        return pte instanceof Pte.DevicePrivate d
                ? "device page " + m.page(d.pfn()).data() + (d.writable() ? " w" : "")
                : pte instanceof Pte.Swap s ? "swap " + s : pte.toString();
    }

    /** The addresses whose pages migrate, after migrate_vma_pages(). */
    private static long migrated(World<Machine> after) {
        long bits = 0;
        for (Event event : Objects.requireNonNull(after.moved()).events()) {
            if (event instanceof MigrateVmaState state && state.phase() == MigrateVmaState.Phase.PAGES) {
                MigrateVma args = state.args();
                for (int i = 0; i < args.npages(); i++) {
                    if (args.src(i).valid() && args.src(i).migrate()) {
                        bits |= 1L << args.start() + i;
                    }
                }
            }
        }
        return bits;
    }

    /** What a search of all runs of a scenario saw at their ends. */
    record Outcomes(Set<Outcome> all, long states) {}

    static Outcomes outcomes(Kernel kernel, Case<Machine> scenario, int preemptions) {
        Set<Outcome> all = new LinkedHashSet<>();
        Monitor<Machine> recorder = new Monitor<>() {
            @Override
            public String id() {
                return "outcomes";
            }

            @Override
            public Object start(World<Machine> world) {
                return 0L;
            }

            @Override
            public Object judge(Object state, World<Machine> before, World<Machine> after) {
                return (Long) state | migrated(after);
            }

            @Override
            public @Nullable String atEnd(Object state, World<Machine> world) {
                all.add(new Outcome((Long) state, memory(world.machine())));
                return null;
            }
        };
        Exploration<Machine> seen = Exhaustive.of(List.of(recorder))
                .within(Bounds.ofPreemptions(preemptions))
                .explore(scenario.world(kernel));
        if (!seen.complete()) {
            throw new AssertionError("the search did not close: " + seen);
        }
        return new Outcomes(all, seen.states());
    }

    /** What thread 1 still does between collect and what follows it. */
    enum Then {
        NOTHING,
        UNTIL_IT_HOLDS_NO_PAGE_LOCK,
        EVERYTHING
    }

    /**
     * Thread 0 migrates. Just before it tries to lock its first page (or before it begins) thread 1 goes on until it has executed
     * {@code last}, a label of a program and how often; when collect has returned it goes on as {@code then} says; then thread 0
     * goes on alone. Both kernels know these places, so this is one schedule for both.
     */
    record Bursts(boolean beforeTrylock, String last, Then then) {}

    /**
     * The pages that migrate with these bursts, or -1 if thread 1 does not come to that label: it is inside of what differs. Where
     * thread 0 has to wait, thread 1 goes on until it need not.
     */
    static long migrated(Kernel kernel, Case<Machine> scenario, Bursts bursts) {
        World<Machine> world = before(kernel, scenario, bursts.beforeTrylock);
        Map<String, Integer> counts = new HashMap<>();
        for (String last = ""; !last.equals(bursts.last); ) {
            if (world.step(1).isEmpty()) {
                return -1;
            }
            world = world.step(1).get(0);
            last = counted(world, counts);
        }
        long migrated = 0;
        while (world.frame(0) != null) {
            boolean collected = stands(world, MigrateVmaSetup.At.COLLECTED);
            while (collected && !rests(world, bursts.then)) {
                world = world.step(1).get(0);
            }
            boolean waits = world.step(0).isEmpty();
            world = world.step(waits ? 1 : 0).get(0);
            migrated |= waits ? 0 : migrated(world);
        }
        return migrated;
    }

    /** The labels at which thread 1 can stop, by the new form. */
    static List<String> stops(Case<Machine> scenario, boolean beforeTrylock) {
        World<Machine> world = before(NEW, scenario, beforeTrylock);
        Map<String, Integer> counts = new HashMap<>();
        List<String> stops = new ArrayList<>();
        while (world.frame(0) != null && !world.step(1).isEmpty()) {
            world = world.step(1).get(0);
            stops.add(counted(world, counts));
        }
        return stops;
    }

    /** Up to here both kernels are the same. */
    private static World<Machine> before(Kernel kernel, Case<Machine> scenario, boolean beforeTrylock) {
        World<Machine> world = scenario.world(kernel);
        while (beforeTrylock && !stands(world, MigrateVmaCollectPmd.At.TRYLOCK_FOLIO)) {
            world = world.step(0).get(0);
        }
        return world;
    }

    private static String counted(World<Machine> world, Map<String, Integer> counts) {
        String place = Objects.requireNonNull(world.moved()).place().toString();
        return place + " " + counts.merge(place, 1, Integer::sum);
    }

    /** A thread that has finished stands everywhere. */
    private static boolean stands(World<Machine> world, Enum<?> label) {
        Frame frame = world.frame(0);
        return frame == null || frame.place().label() == label;
    }

    private static boolean rests(World<Machine> world, Then then) {
        if (then == Then.NOTHING || world.step(1).isEmpty()) {
            return true;
        }
        return then == Then.UNTIL_IT_HOLDS_NO_PAGE_LOCK && !holdsPageLock(world.machine());
    }

    private static boolean holdsPageLock(Machine m) {
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            if (m.page(pfn).lockedBy() == 1) {
                return true;
            }
        }
        return false;
    }

    /** What two kernels that go step by step together have shown. */
    record Lockstep(long states, String difference) {}

    /**
     * Walks two kernels through every run side by side: in each pair of worlds the same threads can step, to the same labels with
     * the same choices, on equal machines. What a step says or returns may differ in the arrays only.
     */
    static Lockstep lockstep(Kernel one, Kernel other, Case<Machine> scenario) {
        record Pair(World<Machine> a, World<Machine> b) {}
        record Key(long a, long b) {}
        Set<Key> seen = new HashSet<>();
        Deque<Pair> todo = new ArrayDeque<>();
        todo.add(new Pair(scenario.world(one), scenario.world(other)));
        while (!todo.isEmpty()) {
            Pair pair = todo.remove();
            if (!seen.add(new Key(pair.a.hash64(), pair.b.hash64()))) {
                continue;
            }
            for (int t = 0; t < pair.a.threads(); t++) {
                List<World<Machine>> a = pair.a.step(t);
                List<World<Machine>> b = pair.b.step(t);
                if (a.size() != b.size()) {
                    return new Lockstep(seen.size(), "thread " + t + " after " + pair.a.moved());
                }
                for (int i = 0; i < a.size(); i++) {
                    if (!shows(a.get(i)).equals(shows(b.get(i)))
                            || !a.get(i).machine().equals(b.get(i).machine())) {
                        return new Lockstep(
                                seen.size(),
                                a.get(i).moved() + " and " + b.get(i).moved());
                    }
                    todo.add(new Pair(a.get(i), b.get(i)));
                }
            }
        }
        return new Lockstep(seen.size(), "");
    }

    /** What can be seen of a step from outside, the flag on dst apart. */
    private static List<String> shows(World<Machine> world) {
        Moved<Machine> moved = Objects.requireNonNull(world.moved());
        List<String> shows = new ArrayList<>(List.of(
                moved.thread() + " " + moved.place() + " " + moved.choice(),
                String.valueOf(moved.result()),
                String.valueOf(world.oops())));
        for (int t = 0; t < world.threads(); t++) {
            Frame frame = world.frame(t);
            shows.add(frame == null ? "done" : frame.place().toString());
        }
        for (Event event : moved.events()) {
            shows.add(
                    event instanceof MigrateVmaState state
                            ? state.phase() + " " + state.args().src() + " "
                                    + state.args().cpages()
                            : event.toString());
        }
        return shows;
    }

    /** Whether some run of the migration alone, with the usual choices, hands dst entries with the flag to the kernel. */
    static boolean setsFlagOnDst(Kernel kernel, Case<Machine> scenario) {
        World<Machine> world = scenario.world(kernel);
        while (!world.step(0).isEmpty()) {
            world = world.step(0).get(0);
            for (Event event : Objects.requireNonNull(world.moved()).events()) {
                if (event instanceof MigrateVmaState state) {
                    for (int i = 0; i < state.args().npages(); i++) {
                        if (state.args().dst(i).locked()) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }
}
