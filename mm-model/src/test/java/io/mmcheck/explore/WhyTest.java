package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.ASK;
import static io.mmcheck.explore.Toy.Kind.CHOOSE;
import static io.mmcheck.explore.Toy.Kind.CRASH;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static io.mmcheck.explore.Toy.Kind.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mmcheck.explore.why.Event;
import io.mmcheck.explore.why.NeededEdit;
import io.mmcheck.explore.why.Order;
import io.mmcheck.explore.why.Reasons;
import io.mmcheck.explore.why.Why;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WhyTest {
    private static final long STATES = 50_000;

    @Test
    void a_lost_update_takes_two_orders() {
        World<Toy> world = Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0)));
        Why<Toy> why = why(world, Toy.NO_LOST_UPDATE);
        assertThat(why.reasons().proof().proven()).isTrue();
        assertThat(why.reasons().order())
                .extracting(Order::toString)
                .containsExactlyInAnyOrder(
                        "T0 increment.FIRST before T1 increment.SECOND",
                        "T1 increment.FIRST before T0 increment.SECOND");
        // one of the two runs alone: 1/2 * 1/2, and as much for the other
        assertThat(why.chances().start()).isEqualTo(0.5);
        assertThat(why.chances().after()).last().isEqualTo(1.0);
        assertThat(why.nearest().changes()).hasSize(1);
        assertThat(why.nearest().preemptions()).isZero();
    }

    @Test
    void what_needs_no_race_needs_no_order() {
        Why<Toy> why = why(Toy.world(List.of(SET.of(0, 2), CRASH.of(0, 2))), Toy.NO_OOPS);
        assertThat(why.reasons().proof().proven()).isTrue();
        assertThat(why.reasons().orders()).isEmpty();
        assertThat(why.chances().start()).isEqualTo(1.0);
        assertThat(why.chances().jump()).isEqualTo(-1);
        assertThat(why.nearest().run()).isNull();
        assertThat(why.nearest().proof().proven()).isTrue();
    }

    @Test
    void an_unusual_answer_is_named() {
        Why<Toy> why = why(Toy.world(List.of(CHOOSE.of(0), CRASH.of(0, 2))), Toy.NO_OOPS);
        assertThat(why.reasons().orders()).isEmpty();
        assertThat(why.reasons().answers()).hasSize(1);
        Reasons.Said<Toy> said = why.reasons().answers().get(0);
        assertThat(said.answer()).hasToString("T0 choose.FIRST: two");
        assertThat(said.passing()).isNotNull();
        assertThat(why.nearest().changes()).containsExactly("T0 choose.FIRST: nothing");
    }

    @Test
    void a_deadlock_is_forced_by_who_locks_first() {
        Why<Toy> why = why(Toy.world(List.of(LOCK.of(1, 2)), List.of(LOCK.of(2, 1))), Toy.NO_DEADLOCK);
        assertThat(why.reasons().order())
                .extracting(Order::toString)
                .containsExactlyInAnyOrder(
                        "T0 lock.FIRST before T1 lock.SECOND", "T1 lock.FIRST before T0 lock.SECOND");
    }

    @Test
    void a_livelock_is_forced_by_orders_in_every_round() {
        World<Toy> world = Toy.world(List.of(TRY.of(0, 1)), List.of(TRY.of(1, 0)));
        Found<Toy> found = found(world, Toy.NO_LIVELOCK);
        Why<Toy> why = Why.of(found, Toy.NO_LIVELOCK, STATES);
        assertThat(why.reasons().proof().proven()).isTrue();
        assertThat(why.reasons().orders()).isNotEmpty().allMatch(n -> n.order().each());
        assertThat(ends(world, why.reasons().order())).isFalse();
        for (Reasons.Needed<Toy> needed : why.reasons().orders()) {
            List<Order> others = others(why.reasons().order(), needed.order());
            assertThat(ends(world, others)).as("without %s", needed.order()).isTrue();
            assertThat(needed.passing().last().finished()).isTrue();
            assertThat(others).allMatch(order -> keeps(needed.passing(), order));
        }
        // who chooses at random leaves the loop some time
        assertThat(why.chances().start()).isZero();
    }

    @Test
    void what_is_too_large_is_not_proven() {
        Why<Toy> why = Why.of(
                found(Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0))), Toy.NO_LOST_UPDATE),
                Toy.NO_LOST_UPDATE,
                5);
        assertThat(why.reasons().proof().proven()).isFalse();
        assertThat(why.reasons().proof().text()).isEqualTo("not proven within 5 states");
        assertThat(why.chances().proof().proven()).isFalse();
        assertThat(why.nearest().proof().proven()).isFalse();
    }

    @Test
    void answers_that_no_run_gave_are_left_out_if_all_are_too_many() {
        World<Toy> world = Toy.world(List.of(CHOOSE.of(1), INCREMENT.of(0)), List.of(CHOOSE.of(2), INCREMENT.of(0)));
        Why<Toy> all = Why.of(found(world, Toy.NO_LOST_UPDATE), Toy.NO_LOST_UPDATE, STATES);
        Why<Toy> usual = Why.of(found(world, Toy.NO_LOST_UPDATE), Toy.NO_LOST_UPDATE, 40);
        assertThat(usual.reasons().proof().proven()).isTrue();
        assertThat(usual.bounds()).isNotEqualTo(all.bounds());
        assertThat(usual.reasons().order()).isEqualTo(all.reasons().order());
        assertThat(usual.chances().after()).isEqualTo(all.chances().after());
    }

    @Test
    void the_edit_that_does_it_is_named() {
        Patch patch = new Patch() {
            @Override
            public String id() {
                return "one-too-many";
            }

            @Override
            public List<Edit> edits() {
                return List.of(
                        Edit.replace(
                                Toy.Programs.SET, Toy.At.FIRST, (m, self, l) -> Next.done(m.with(l.x(), l.y() + 1))),
                        Edit.replace(Toy.Programs.CHOOSE, Toy.At.FIRST, (m, self, l) -> Next.done(m)));
            }
        };
        World<Toy> world = World.of(
                Kernel.TODAY.with(patch), Toy.ZERO, Toy.script(List.of(CHOOSE.of(1), SET.of(0, 1), CRASH.of(0, 2))));
        Why<Toy> why = why(world, Toy.NO_OOPS);
        assertThat(why.edits()).extracting(NeededEdit::toString).containsExactly("one-too-many: replace set.FIRST");
        assertThat(why.edits()).extracting(NeededEdit::label).containsExactly("set.FIRST");
    }

    /** One thread spins until another lets it go: the chance of a step does not depend on how long it has spun. */
    @Test
    void chances_are_exact_where_runs_go_round() {
        for (World<Toy> world : List.of(
                Toy.world(List.of(SPIN.of(1), CRASH.of(0, 2)), List.of(SET.of(0, 2), SET.of(1, 1), SET.of(0, 0))),
                Toy.world(List.of(TRY.of(0, 1), CRASH.of(2, 2)), List.of(TRY.of(1, 0), SET.of(2, 2))),
                Toy.world(List.of(ASK.of(0), CRASH.of(0, 2)), List.of(SET.of(0, 2), SET.of(0, 0))))) {
            assertChances(why(world, Toy.NO_OOPS), world, Toy.NO_OOPS);
        }
    }

    @Test
    void brute_force_says_the_same() {
        int orders = 0;
        for (int seed = 1; seed <= 150; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            if (world.threads() > 2) {
                continue;
            }
            for (Monitor<Toy> monitor : List.of(Toy.NO_OOPS, Toy.NO_DEADLOCK, Toy.never(0, 2), Toy.never(1, 1))) {
                Exploration<Toy> seen = Exhaustive.of(List.of(monitor)).explore(world);
                Found<Toy> found = seen.found(monitor.id());
                if (found != null) {
                    Why<Toy> why = Why.of(found, monitor, STATES);
                    Ends ends = new Ends(monitor, why);
                    ends.run(new ArrayList<>(), world, monitor.start(world), false);
                    assertSmallest(why, ends, found);
                    assertChances(why, world, monitor);
                    orders += why.reasons().orders().size();
                }
            }
        }
        assertThat(orders).isGreaterThan(50);
    }

    private static void assertSmallest(Why<Toy> why, Ends ends, Found<Toy> found) {
        List<Order> orders = why.reasons().order();
        assertThat(why.reasons().proof().proven()).isTrue();
        assertThat(orders).allMatch(order -> keeps(found.run(), order));
        assertThat(ends.passing).as("keeping %s", orders).noneMatch(run -> keepsAll(run, orders));
        for (Reasons.Needed<Toy> needed : why.reasons().orders()) {
            List<Order> others = others(orders, needed.order());
            assertThat(ends.passing).contains(needed.passing());
            assertThat(keepsAll(needed.passing(), others)).isTrue();
        }
        if (orders.size() == 2) {
            for (Order one : kept(found.run())) {
                assertThat(ends.passing).as("%s alone", one).anyMatch(run -> keeps(run, one));
            }
        }
        Run<Toy> nearest = why.nearest().run();
        if (nearest == null) {
            assertThat(ends.passing).isEmpty();
        } else {
            assertThat(ends.any).contains(nearest);
        }
    }

    /** All passing runs of a world, those with the answers of the failing run apart. */
    private static final class Ends {
        final Set<Run<Toy>> any = new HashSet<>();
        final Set<Run<Toy>> passing = new HashSet<>();
        private final Monitor<Toy> monitor;
        private final Map<String, Integer> answers = new HashMap<>();

        Ends(Monitor<Toy> monitor, Why<Toy> why) {
            this.monitor = monitor;
            why.reasons()
                    .answers()
                    .forEach(said -> answers.put(
                            said.answer().at().toString() + said.answer().at().operation(),
                            said.answer().alternative()));
        }

        void run(List<World<Toy>> path, World<Toy> start, Object state, boolean other) {
            World<Toy> world = path.isEmpty() ? start : path.get(path.size() - 1);
            boolean any = false;
            for (int t = 0; t < world.threads(); t++) {
                List<World<Toy>> next = world.step(t);
                any |= !next.isEmpty();
                for (int a = 0; a < next.size(); a++) {
                    Object judged = monitor.judge(state, world, next.get(a));
                    if (!(judged instanceof Violation)) {
                        Event event = events(new Run<>(start, plus(path, next.get(a))))
                                .get(path.size());
                        boolean unlike = a != answers.getOrDefault(event.toString() + event.operation(), 0);
                        run(plus(path, next.get(a)), start, judged, other || unlike);
                    }
                }
            }
            if (!any && ended(state, world)) {
                Run<Toy> run = new Run<>(start, path);
                this.any.add(run);
                if (!other) {
                    passing.add(run);
                }
            }
        }

        private boolean ended(Object state, World<Toy> world) {
            return world.oops() != null
                    || (world.finished()
                                    ? monitor.atEnd(state, world)
                                    : monitor.whenStuck(state, world, Watch.waits(world)))
                            == null;
        }

        private static List<World<Toy>> plus(List<World<Toy>> path, World<Toy> next) {
            List<World<Toy>> longer = new ArrayList<>(path);
            longer.add(next);
            return longer;
        }
    }

    /** Forward: where the probability has gone after many steps. */
    private static void assertChances(Why<Toy> why, World<Toy> world, Monitor<Toy> monitor) {
        if (!why.reasons().answers().isEmpty()) {
            return;
        }
        assertThat(why.chances().proof().proven()).isTrue();
        Map<World<Toy>, Double> here = new HashMap<>(Map.of(world, 1.0));
        double violated = 0;
        for (int i = 0; i < 400 && !here.isEmpty(); i++) {
            Map<World<Toy>, Double> there = new HashMap<>();
            for (Map.Entry<World<Toy>, Double> one : here.entrySet()) {
                List<World<Toy>> next = new ArrayList<>();
                for (int t = 0; t < world.threads(); t++) {
                    next.addAll(one.getKey().step(t).stream().limit(1).toList());
                }
                for (World<Toy> after : next) {
                    double part = one.getValue() / next.size();
                    if (monitor.judge(Monitor.NOTHING, one.getKey(), after) instanceof Violation) {
                        violated += part;
                    } else {
                        there.merge(after, part, Double::sum);
                    }
                }
                if (next.isEmpty()
                        && monitor.whenStuck(true, one.getKey(), List.of()) != null
                        && !one.getKey().finished()
                        && one.getKey().oops() == null) {
                    violated += one.getValue();
                }
            }
            here = there;
        }
        assertThat(why.chances().start()).isCloseTo(violated, within(1e-9));
    }

    private static Why<Toy> why(World<Toy> world, Monitor<Toy> monitor) {
        return Why.of(found(world, monitor), monitor, STATES);
    }

    private static Found<Toy> found(World<Toy> world, Monitor<Toy> monitor) {
        return Objects.requireNonNull(
                Exhaustive.of(List.of(monitor)).explore(world).found(monitor.id()));
    }

    private static List<Order> others(List<Order> orders, Order but) {
        return orders.stream().filter(order -> !order.equals(but)).toList();
    }

    private static boolean keepsAll(Run<Toy> run, List<Order> orders) {
        return orders.stream().allMatch(order -> keeps(run, order));
    }

    /** The definition, word by word. */
    private static boolean keeps(Run<Toy> run, Order order) {
        boolean first = false;
        for (Event event : events(run)) {
            if (same(event, order.then())) {
                if (!first) {
                    return false;
                }
                first = !order.each();
            }
            first |= same(event, order.first());
        }
        return true;
    }

    private static boolean same(Event taken, Event meant) {
        return meant.occurrence() == Event.EACH
                ? taken.thread() == meant.thread()
                        && taken.operation() == meant.operation()
                        && taken.label().equals(meant.label())
                : taken.equals(meant);
    }

    private static List<Event> events(Run<Toy> run) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < run.steps(); i++) {
            int thread = run.moved(i).thread();
            Event event = new Event(
                    thread,
                    run.before(i).begun(thread) - 1,
                    run.moved(i).place().toString(),
                    1);
            while (events.contains(event)) {
                event = new Event(thread, event.operation(), event.label(), event.occurrence() + 1);
            }
            events.add(event);
        }
        return events;
    }

    /** Every order of two steps of a run, and of a step and one that a thread stands before at its end. */
    private static List<Order> kept(Run<Toy> run) {
        List<Event> events = events(run);
        int taken = events.size();
        for (int t = 0; t < run.last().threads(); t++) {
            if (run.last().frame(t) != null && run.last().oops() == null) {
                Run<Toy> one = run;
                int thread = t;
                run.last().step(t).stream().findFirst().ifPresent(next -> {
                    List<World<Toy>> more = new ArrayList<>(one.worlds());
                    more.add(next);
                    List<Event> all = events(new Run<>(one.start(), more));
                    events.add(all.get(all.size() - 1));
                    assertThat(thread).isEqualTo(all.get(all.size() - 1).thread());
                });
            }
        }
        List<Order> orders = new ArrayList<>();
        for (int a = 0; a < taken; a++) {
            for (int b = a + 1; b < events.size(); b++) {
                if (events.get(a).thread() != events.get(b).thread()) {
                    orders.add(new Order(events.get(a), events.get(b)));
                }
            }
        }
        return orders;
    }

    /** Whether some run that keeps the orders of every round ends. */
    private static boolean ends(World<Toy> world, List<Order> orders) {
        record State(World<Toy> world, List<Boolean> ready) {}
        List<Boolean> nothing = orders.stream().map(o -> false).toList();
        Set<State> seen = new HashSet<>(Set.of(new State(world, nothing)));
        List<State> queue = new ArrayList<>(seen);
        for (int i = 0; i < queue.size(); i++) {
            State state = queue.get(i);
            if (state.world.finished()) {
                return true;
            }
            for (int t = 0; t < world.threads(); t++) {
                for (World<Toy> after : state.world.step(t)) {
                    Event event = events(new Run<>(state.world, List.of(after))).get(0);
                    List<Boolean> ready = new ArrayList<>(state.ready);
                    boolean kept = true;
                    for (int o = 0; o < orders.size(); o++) {
                        if (same(event, orders.get(o).then())) {
                            kept &= ready.set(o, false);
                        }
                        if (same(event, orders.get(o).first())) {
                            ready.set(o, true);
                        }
                    }
                    State next = new State(after, ready);
                    if (kept && seen.add(next)) {
                        queue.add(next);
                    }
                }
            }
        }
        return false;
    }
}
