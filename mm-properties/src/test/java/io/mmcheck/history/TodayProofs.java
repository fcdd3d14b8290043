package io.mmcheck.history;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Shrunk;
import io.mmcheck.history.GroundTruth.Bug;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The searches that show within which bounds kernel today holds. */
final class TodayProofs {
    /** Lists of more than so many are searched with each operation once only; otherwise they do not close within a minute. */
    private static final int LONGEST = 5;

    private static final List<Property> ALL = Properties.all().stream()
            .filter(p -> p.kind() != Property.Kind.SOMETIMES)
            .toList();
    private static final List<Property> SAFETY =
            ALL.stream().filter(p -> !p.liveness()).toList();

    private static final Map<String, List<Proof>> MADE = new ConcurrentHashMap<>();

    /** A search that has ended. */
    record Proof(String what, Alphabet<Machine> alphabet, Exploration<Machine> seen) {
        String lists() {
            return alphabet.once() ? "each once, every order" : "every list of " + alphabet.budget();
        }
    }

    private TodayProofs() {}

    /**
     * Around the bug, for each property that it breaks: the operations of the counterexample in every order, on every assignment
     * to its threads, with one preemption more than it has (liveness: with any number). If there are at most {@value #LONGEST},
     * every list of so many, each of them any of these operations, is searched, which is more. A counterexample that is part of
     * another of the same bug is not searched again.
     */
    static List<Proof> around(Bug bug) {
        return MADE.computeIfAbsent("around " + bug + " " + bug.property(), key -> {
            List<Proof> proofs = new ArrayList<>();
            Map<String, Shrunk<Machine>> rows = GroundTruth.shrunk(bug);
            rows.forEach((property, row) -> {
                if (rows.entrySet().stream()
                        .noneMatch(other -> !other.getKey().equals(property)
                                && covers(other.getKey(), other.getValue(), property, row))) {
                    proofs.add(around(bug, property, row));
                }
            });
            return proofs;
        });
    }

    private static Proof around(Bug bug, String property, Shrunk<Machine> row) {
        Case<Machine> small = row.scenario();
        int threads = threads(small);
        Machine machine =
                Setups.of(bug.setup(), Config.SEARCH.withCpus(threads)).machine();
        Alphabet<Machine> alphabet = small.size() > LONGEST
                ? Alphabet.permutations(Kernel.TODAY, machine, threads, small.operations(), true)
                : new Alphabet<>(
                        Kernel.TODAY,
                        machine,
                        threads,
                        List.copyOf(new LinkedHashSet<>(small.operations())),
                        small.size(),
                        true);
        boolean liveness = Properties.named(property).liveness();
        return proof(
                bug.patch() + " | " + property + " | " + bug.setup(),
                alphabet,
                liveness ? ALL : SAFETY,
                liveness ? Bounds.WIDE : Bounds.ofPreemptions(preemptions(row) + 1));
    }

    /** Whether the search around one counterexample includes the one around another; of equal ones the first does. */
    private static boolean covers(String name, Shrunk<Machine> wide, String other, Shrunk<Machine> narrow) {
        List<Operation<Machine>> left = new ArrayList<>(wide.scenario().operations());
        boolean part = narrow.scenario().operations().stream().allMatch(left::remove)
                && threads(narrow.scenario()) <= threads(wide.scenario())
                && preemptions(narrow) <= preemptions(wide)
                && Properties.named(name).liveness() == Properties.named(other).liveness();
        boolean equal = left.isEmpty()
                && threads(narrow.scenario()) == threads(wide.scenario())
                && preemptions(narrow) == preemptions(wide);
        return part && (!equal || name.compareTo(other) < 0);
    }

    private static int threads(Case<Machine> small) {
        return (int) small.script().stream().filter(t -> !t.isEmpty()).count();
    }

    private static int preemptions(Shrunk<Machine> row) {
        return row.found().run().preemptions();
    }

    /** Kinds about more than base pages: they have an alphabet of their own, with those they race with. */
    private static final Set<String> MORE = Set.of(
            "corrupt-pmd",
            "device-atomic",
            "device-exclusive",
            "madvise-hugepage",
            "madvise-nohugepage",
            "map-file",
            "map-shared",
            "uffd-missing",
            "uffd-wp");

    private static final Set<String> COMPANIONS = Set.of(
            "device-store",
            "dontneed",
            "fork",
            "load",
            "migrate-page",
            "migrate-to-device",
            "pin-fast",
            "reclaim",
            "store",
            "munmap");

    /** Every list of up to three operations on one page, two threads, one preemption. */
    static Proof ofThreeOperations(String setup, Kinds kinds) {
        return MADE.computeIfAbsent(kinds + " from " + setup, key -> {
                    List<Operation<Machine>> all = new ArrayList<>();
                    for (Kind kind : Operations.ALL) {
                        if (kinds.has(kind.name())) {
                            all.add(kind.make(kind.parameters().stream()
                                    .map(p -> p == Parameter.OTHER_PROCESS ? 1 : p.lowest())
                                    .toList()));
                        }
                    }
                    Machine machine = Setups.of(setup, Config.SEARCH).machine();
                    return List.of(proof(
                            setup,
                            new Alphabet<>(Kernel.TODAY, machine, 2, all, 3, true),
                            SAFETY,
                            Bounds.ofPreemptions(1)));
                })
                .get(0);
    }

    /** Which kinds of operations an alphabet has. */
    enum Kinds {
        OF_BASE_PAGES,
        OF_MORE;

        boolean has(String kind) {
            return this == OF_BASE_PAGES ? !MORE.contains(kind) : MORE.contains(kind) || COMPANIONS.contains(kind);
        }
    }

    /**
     * What three operations on two threads are too few for: reclaim has dropped a page and not yet flushed, a fault brings another
     * in its place, and a CPU still reads the first.
     */
    static Proof aroundTheStaleRead(Kernel kernel, String setup) {
        return MADE.computeIfAbsent("stale read on " + kernel.name() + " from " + setup, key -> {
                    List<Operation<Machine>> operations = List.of(
                            Actions.parse("load p0 0"),
                            Actions.parse("device-store p0 0 1 0 3"),
                            Actions.parse("reclaim p0 0"));
                    Machine machine = Setups.of(setup, Config.SEARCH).machine();
                    return List.of(proof(
                            kernel.name() + " | " + setup,
                            new Alphabet<>(kernel, machine, 2, operations, 4, true),
                            SAFETY,
                            Bounds.ofPreemptions(1)));
                })
                .get(0);
    }

    private static Proof proof(String what, Alphabet<Machine> alphabet, List<Property> properties, Bounds bounds) {
        Exploration<Machine> seen = Exhaustive.of(properties)
                .within(bounds.states(60_000_000).time(Duration.ofMinutes(10)))
                .workers(2)
                .explore(alphabet);
        return new Proof(what, alphabet, seen);
    }
}
