package io.mmcheck.history;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Minimizer;
import io.mmcheck.explore.Shrunk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Place;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.ActionRenaming;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The forms of collect that the thread of seed 003 weighs, and what the search says of each. */
final class FlushForms {
    /**
     * One form of collect.
     *
     * @param name as the thread calls it
     * @param patch the patch on today's kernel, or nothing
     * @param ordered whether the pin test comes after the clear, as the barriers of 6.1 make sure
     */
    record Form(String name, String patch, boolean ordered) {
        Kernel kernel() {
            List<Patch> patches = new ArrayList<>();
            if (!patch.isEmpty()) {
                patches.add(named(patch));
            }
            if (!ordered) {
                patches.add(named("pin-test-before-clear"));
            }
            return Kernel.of(toString(), patches);
        }

        @Override
        public String toString() {
            return "today" + (patch.isEmpty() ? "" : "+" + patch) + (ordered ? "" : "+pin-test-before-clear");
        }
    }

    /**
     * What the search says.
     *
     * @param states of all searches together
     * @param broken the smallest counterexample of each property that does not hold
     */
    record Answer(long states, Map<String, Shrunk<Machine>> broken) {}

    static final List<Form> ALL = forms();

    static final List<String> SETUPS = List.of("mapped-dirty", "shared-by-fork", "swapped");

    static final List<String> OPERATIONS = List.of(
            "load p0 0",
            "store p0 0 2",
            "migrate-to-device p0 0 1 0",
            "dontneed p0 0 1",
            "pin-fast p0 0 0",
            "pin-read-fast p0 0 0",
            "reclaim p0 0",
            "fork p0 p1");

    /** What is searched with two preemptions: the known faults around the flush and the D bit, and ranges of two pages. */
    static final List<Case<Machine>> SCENARIOS = List.of(
            scenario("swapped", "load p0 0; store p0 0 2; migrate-to-device p0 0 1 0; reclaim p0 0; load p0 0"),
            scenario("swapped", "load p0 0; migrate-to-device p0 0 1 0; reclaim p0 0; load p0 0 | store p0 0 2"),
            scenario(
                    "swapped",
                    "load p0 0; pin-fast p0 0 0; migrate-to-device p0 0 1 0; unpin 0; reclaim p0 0; load p0 0"
                            + " | store p0 0 2"),
            scenario("shared-by-fork", "migrate-to-device p0 0 1 0 | load p0 0; dontneed p0 0 1; load p0 0"),
            scenario("mapped-dirty", "migrate-to-device p0 0 1 0 | store p0 0 2; dontneed p0 0 1; load p0 0"),
            scenario("mapped-dirty", "migrate-to-device p0 0 1 0; load p0 0 | store p0 0 2; store p0 0 3"),
            scenario("mapped-dirty", "migrate-to-device p0 0 1 0 | pin-fast p0 0 0"),
            scenario("mapped-dirty", "migrate-to-device p0 0 1 0 | pin-read-fast p0 0 0; store p0 0 2"),
            scenario(
                    "mapped-dirty",
                    "store p0 1 3; migrate-to-device p0 0 2 0 | store p0 0 2; dontneed p0 0 2; load p0 0"),
            scenario("crossed", "migrate-to-device p0 0 2 0 | load p0 1; dontneed p0 0 2; load p0 1"));

    private static final Bounds LISTS = new Bounds(1, 20_000_000, Duration.ofMinutes(10));
    private static final Bounds RACES = new Bounds(2, 20_000_000, Duration.ofMinutes(10));

    private static final List<Property> PROPERTIES = Properties.all().stream()
            .filter(property -> !(property instanceof Sometimes))
            .toList();

    private static final Map<Form, Answer> ANSWERS = new ConcurrentHashMap<>();
    private static final Map<String, Exploration<Machine>> LISTS_OF_THREE = new ConcurrentHashMap<>();

    private FlushForms() {}

    private static List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        for (boolean ordered : new boolean[] {true, false}) {
            forms.add(new Form("as merged", "", ordered));
            forms.add(new Form("patch 1 alone", "flush-fixed-dirty-not-copied", ordered));
            forms.add(new Form("version 2", "clear-unconditional", ordered));
            forms.add(new Form("last mail", "exclusive-flush-deferred", ordered));
        }
        return List.copyOf(forms);
    }

    static Patch named(String id) {
        return History.ALL.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }

    /** Threads separated by {@code |}, operations by {@code ;}. */
    static Case<Machine> scenario(String setup, String script) {
        List<List<Operation<Machine>>> threads = new ArrayList<>();
        for (String thread : script.split("\\|", -1)) {
            threads.add(operations(List.of(thread.split(";", -1))));
        }
        return new Case<>(Setups.of(setup, Config.SEARCH.withCpus(threads.size())), threads);
    }

    private static List<Operation<Machine>> operations(List<String> texts) {
        List<Operation<Machine>> operations = new ArrayList<>();
        texts.forEach(text -> operations.add(Actions.parse(text)));
        return operations;
    }

    static Answer answer(Form form) {
        return ANSWERS.computeIfAbsent(form, FlushForms::search);
    }

    private static Answer search(Form form) {
        Kernel kernel = form.kernel();
        List<Exploration<Machine>> seen = new ArrayList<>();
        for (String setup : SETUPS) {
            seen.add(lists(kernel, setup, 2));
        }
        for (Case<Machine> scenario : SCENARIOS) {
            seen.add(closed(Exhaustive.of(PROPERTIES).within(RACES).explore(scenario.world(kernel))));
        }
        Map<String, Shrunk<Machine>> broken = new TreeMap<>();
        for (Exploration<Machine> one : seen) {
            for (Found<Machine> found : one.found().values()) {
                Shrunk<Machine> small = shrink(kernel, found);
                broken.merge(found.monitor(), small, FlushForms::smaller);
            }
        }
        return new Answer(seen.stream().mapToLong(Exploration::states).sum(), broken);
    }

    /** The form of the last mail, ordered, with longer lists. */
    static Exploration<Machine> deferred(String setup) {
        return LISTS_OF_THREE.computeIfAbsent(
                setup, s -> lists(Kernel.TODAY.with(named("exclusive-flush-deferred")), s, 3));
    }

    /** Every list of so many operations on two threads, one preemption. */
    private static Exploration<Machine> lists(Kernel kernel, String setup, int budget) {
        Machine machine = Setups.of(setup, Config.SEARCH.withCpus(2)).machine();
        return closed(Exhaustive.of(PROPERTIES)
                .within(LISTS)
                .explore(new Alphabet<>(kernel, machine, 2, operations(OPERATIONS), budget, true)));
    }

    private static Exploration<Machine> closed(Exploration<Machine> seen) {
        if (!seen.complete()) {
            throw new AssertionError("the search did not close: " + seen);
        }
        return seen;
    }

    private static Shrunk<Machine> shrink(Kernel kernel, Found<Machine> found) {
        List<List<Operation<Machine>>> script = found.start().script();
        int threads = script.size();
        String setup = null;
        for (String name : Setups.names()) {
            Machine machine = Setups.of(name, Config.SEARCH.withCpus(threads)).machine();
            setup = machine.equals(found.start().machine()) ? name : setup;
        }
        List<List<Operation<Machine>>> busy =
                script.stream().filter(thread -> !thread.isEmpty()).toList();
        Case<Machine> failing =
                new Case<>(Setups.of(Objects.requireNonNull(setup), Config.SEARCH.withCpus(busy.size())), busy);
        Minimizer<Machine> minimizer = new Minimizer<>(
                kernel,
                Properties.named(found.monitor()),
                new ActionRenaming(),
                new Bounds(2, 400_000, Duration.ofMinutes(5)));
        return Objects.requireNonNull(minimizer.shrink(failing, List.of(failing.setup())));
    }

    private static Shrunk<Machine> smaller(Shrunk<Machine> a, Shrunk<Machine> b) {
        int fewer = Integer.compare(a.scenario().size(), b.scenario().size());
        int calmer =
                Integer.compare(a.found().run().preemptions(), b.found().run().preemptions());
        int shorter = Integer.compare(a.found().run().steps(), b.found().run().steps());
        int order = fewer != 0 ? fewer : calmer != 0 ? calmer : shorter;
        return order <= 0 ? a : b;
    }

    /**
     * How many TLB flushes one migration of a range executes, without any other thread.
     *
     * @param program collect, or the rmap walk that removes what others map
     */
    static int flushes(Kernel kernel, boolean shared, int pages, String program) {
        List<String> script = new ArrayList<>();
        for (int va = 0; va < pages; va++) {
            script.add("store p0 " + va + " " + (va + 1));
        }
        if (shared) {
            script.add("fork p0 p1");
        }
        String migration = "migrate-to-device p0 0 " + pages + " 0";
        script.add(migration);
        World<Machine> world = scenario(Setups.EMPTY, String.join(";", script)).world(kernel);
        int flushes = 0;
        while (!world.finished()) {
            boolean migrating =
                    Objects.requireNonNull(world.operation(0)).text().equals(migration);
            world = world.step(0).get(0);
            Place place = Objects.requireNonNull(world.moved()).place();
            boolean flush = place.label().name().startsWith("FLUSH");
            flushes += migrating && flush && place.program().name().equals(program) ? 1 : 0;
        }
        for (int va = 0; va < pages; va++) {
            if (!(world.machine().pte(0, va) instanceof Pte.DevicePrivate)) {
                throw new AssertionError(
                        "page " + va + " did not migrate: " + world.machine().pte(0, va));
            }
        }
        return flushes;
    }
}
