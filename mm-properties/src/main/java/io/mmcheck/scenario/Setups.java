package io.mmcheck.scenario;

import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Cpu;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The machines that scenarios start from. The list is fixed: a counterexample is counted from its setup, so a setup must be
 * something that everybody knows, never something made to measure.
 *
 * <p>Each is what kernel {@code today} makes of {@link #EMPTY} by a fixed list of operations of one thread, while the environment
 * always takes its first alternative. Afterwards LRU batches are drained and TLBs are empty, as they are when some time has gone
 * by; so no setup favours a CPU.
 */
public final class Setups {
    /** One process with one anonymous VMA over all its addresses, nothing touched. */
    public static final String EMPTY = "empty";

    /** Two processes map two pages in opposite order, as after fork and three calls of mremap in the child. */
    public static final String CROSSED = "crossed";

    private static final Map<String, List<String>> RECIPES = recipes();
    private static final Map<String, Setup<Machine>> MADE = new ConcurrentHashMap<>();

    private Setups() {}

    private static Map<String, List<String>> recipes() {
        Map<String, List<String>> r = new LinkedHashMap<>();
        r.put(EMPTY, List.of());
        // swapped out and read in again: the only way to an anonymous pte that is writable and clean
        r.put("mapped-clean", List.of("store p0 0 1", "reclaim p0 0", "load p0 0"));
        r.put("mapped-dirty", List.of("store p0 0 1"));
        r.put("shared-by-fork", List.of("store p0 0 1", "fork p0 p1"));
        r.put("swapped", List.of("store p0 0 1", "reclaim p0 0"));
        r.put("lazyfree", List.of("store p0 0 1", "madvise-free p0 0 1"));
        r.put("on-device", List.of("store p0 0 1", "migrate-to-device p0 0 1 0"));
        r.put("zero-page", List.of("load p0 0"));
        r.put("thp", List.of("madvise-hugepage p0 0 2", "store p0 0 1"));
        r.put("huge-zero", List.of("madvise-hugepage p0 0 2", "load p0 0"));
        r.put("bad-pmd", List.of("corrupt-pmd p0 0"));
        r.put(CROSSED, List.of("store p0 0 1", "store p0 1 2", "fork p0 p1"));
        return r;
    }

    /** Their names, {@link #EMPTY} first. */
    public static List<String> names() {
        return List.copyOf(RECIPES.keySet());
    }

    /** The operations that lead to a setup from {@link #EMPTY}. */
    public static List<String> recipe(String name) {
        List<String> recipe = RECIPES.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException(NearMatches.message("setup", name, RECIPES.keySet()));
        }
        return recipe;
    }

    /**
     * The setup of this name on a machine of these sizes.
     *
     * @throws IllegalArgumentException if there is none, or the machine is too small for it
     */
    public static Setup<Machine> of(String name, Config config) {
        Setup<Machine> known = MADE.get(name + config);
        if (known == null) {
            known = new Setup<>(name, make(name, config));
            MADE.put(name + config, known);
        }
        return known;
    }

    private static Machine make(String name, Config config) {
        List<Operation<Machine>> script = new ArrayList<>();
        recipe(name).forEach(text -> script.add(Actions.parse(text)));
        Machine m = rest(run(name, Machine.empty(config), script));
        if (!is(name, m, m.leaf(0, 0))) {
            throw new IllegalArgumentException(
                    "setup " + name + " cannot be reached on " + config + ": page 0 is " + m.leaf(0, 0));
        }
        return name.equals(CROSSED) ? crossed(m) : m;
    }

    /** Whether page 0 is what the setup is about: a machine may be too small for it. */
    private static boolean is(String name, Machine m, Pte pte) {
        return switch (name) {
            case EMPTY -> pte.isNone();
            case "thp" -> m.pmd(0, 0) instanceof Pmd.Huge;
            case "huge-zero" -> m.pmd(0, 0) instanceof Pmd.HugeZero;
            case "bad-pmd" -> m.pmd(0, 0) instanceof Pmd.Bad;
            case "swapped" -> pte instanceof Pte.Swap;
            case "on-device" ->
                pte instanceof Pte.DevicePrivate
                        || pte instanceof Pte.Present present
                                && m.page(present.pfn()).isDevice();
            case "mapped-clean", "lazyfree" -> pte instanceof Pte.Present present && !present.dirty();
            default -> pte.isPresent();
        };
    }

    private static Machine run(String name, Machine start, List<Operation<Machine>> script) {
        List<List<Operation<Machine>>> threads = new ArrayList<>();
        threads.add(script);
        for (int t = 1; t < start.config().cpus(); t++) {
            threads.add(List.of());
        }
        World<Machine> world = World.of(Kernel.TODAY, start, threads);
        while (!world.finished()) {
            List<World<Machine>> next = world.step(0);
            if (next.isEmpty() || world.oops() != null) {
                throw new IllegalArgumentException(
                        "setup " + name + " cannot be reached on " + start.config() + ": " + why(world));
            }
            world = next.get(0);
        }
        return world.machine();
    }

    private static String why(World<Machine> world) {
        return world.oops() != null
                ? String.valueOf(world.oops())
                : world.operation(0) + " waits for " + world.waitsFor(0);
    }

    /** Batches drained, TLBs empty. */
    private static Machine rest(Machine m) {
        Machine drained = run("lru-drain", m, List.of(Actions.parse("lru-drain")));
        Cpu cold = new Cpu(Table.fill(m.config().processes() * m.config().addresses(), TlbEntry.NONE));
        for (int cpu = 0; cpu < m.config().cpus(); cpu++) {
            drained = drained.withCpu(cpu, cold);
        }
        return drained;
    }

    /**
     * What three calls of mremap in process 1 make of pages 0 and 1: the ptes change places, and each VMA keeps the offset that
     * rmap finds its page by. No count changes.
     */
    private static Machine crossed(Machine m) {
        Mm child = m.mm(1);
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : child.vmas()) {
            if (vma.contains(0) && vma.contains(1)) {
                vmas.add(moved(vma, 1, 0));
                vmas.add(moved(vma, 0, 1));
                if (vma.end() > 2) {
                    vmas.add(vma.part(2, vma.end()));
                }
            } else {
                vmas.add(vma);
            }
        }
        Pte first = m.leaf(1, 0);
        Pte second = m.leaf(1, 1);
        return m.withMm(1, child.withVmas(Table.ofAll(vmas)))
                .withPte(1, 0, second)
                .withPte(1, 1, first);
    }

    private static Vma moved(Vma vma, int from, int to) {
        return vma.part(from, from + 1).movedTo(to);
    }
}
