package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Reduction;
import io.mmcheck.explore.Wait;
import io.mmcheck.history.GroundTruth.Bug;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.State;
import io.mmcheck.onepage.Memory;
import io.mmcheck.onepage.OnePage;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search with reductions comes to the verdicts and the ends of one without. */
class ReductionsExhaustive {
    private static final Set<Reduction> ALL = Set.of(Reduction.values());

    /** But for those of properties that look at every step. */
    static Stream<Bug> bugs() {
        return GroundTruth.BUGS.stream()
                .filter(bug -> Properties.named(bug.property()).looksAt() >= 0);
    }

    /** On the kernel with the bug and on today, up to the preemptions that the bug takes. */
    @ParameterizedTest
    @MethodSource("bugs")
    void everyBugIsFoundAsWithout(Bug bug) {
        boolean liveness = Properties.named(bug.property()).liveness();
        Bounds bounds = liveness ? Bounds.WIDE : Bounds.ofPreemptions(bug.preemptions());
        World<Machine> broken = bug.scenario().world(bug.kernel());
        assertThat(same(properties(liveness), bounds, search -> search.explore(broken))
                        .violated())
                .contains(bug.property());
        World<Machine> today = bug.scenario().world(Kernel.TODAY);
        assertThat(same(properties(liveness), bounds, search -> search.explore(today))
                        .violated())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "mapped-dirty", "swapped", "on-device", "shared-by-fork"})
    void todayHoldsAsWithout(String setup) {
        List<Operation<Machine>> operations = new ArrayList<>();
        for (String text : List.of(
                "load p0 0",
                "store p0 0 2",
                "migrate-to-device p0 0 1 0",
                "reclaim p0 0",
                "fork p0 p1",
                "pin-fast p0 0 0")) {
            operations.add(Actions.parse(text));
        }
        Machine machine = Setups.of(setup, Config.SEARCH).machine();
        same(
                properties(false),
                Bounds.ofPreemptions(1),
                search -> search.explore(new Alphabet<>(Kernel.TODAY, machine, 2, operations, 2, true)));
    }

    @Test
    void theGoldenModelHoldsAsWithout() {
        Exploration<Memory> seen = same(
                List.of(OnePage.LOADS_READ_THE_LAST_STORE),
                Bounds.WIDE,
                search -> search.explore(OnePage.of(Kernel.TODAY, 2, 1, 1, 1)));
        assertThat(seen.states()).isEqualTo(208_983);
    }

    private static List<Property> properties(boolean liveness) {
        return Properties.all().stream()
                .filter(p -> p.kind() != Property.Kind.SOMETIMES && (liveness || !p.liveness()))
                .filter(p -> p.looksAt() >= 0)
                .toList();
    }

    /** Searches with and without, compares, and says what is seen with. */
    private static <M extends State> Exploration<M> same(
            List<? extends Monitor<M>> monitors, Bounds bounds, Function<Exhaustive<M>, Exploration<M>> explore) {
        Ends<M> ends = new Ends<>();
        Ends<M> reducedEnds = new Ends<>();
        Exploration<M> plain = explore.apply(Exhaustive.of(with(monitors, ends)).within(bounds));
        Exploration<M> reduced = explore.apply(
                Exhaustive.of(with(monitors, reducedEnds)).within(bounds).reduced(ALL));
        assertThat(plain.complete() && reduced.complete()).isTrue();
        assertThat(told(reduced)).isEqualTo(told(plain));
        assertThat(reducedEnds.seen.equals(ends.seen))
                .as("the ends are the same")
                .isTrue();
        assertThat(reduced.loops() > 0).isEqualTo(plain.loops() > 0);
        assertThat(reduced.states()).isLessThan(plain.states());
        return reduced;
    }

    private static <M extends State> List<Monitor<M>> with(List<? extends Monitor<M>> monitors, Ends<M> ends) {
        List<Monitor<M>> all = new ArrayList<>(monitors);
        all.add(ends);
        return all;
    }

    /** The violated properties, and after how many preemptions. */
    private static <M extends State> Map<String, Integer> told(Exploration<M> seen) {
        Map<String, Integer> told = new TreeMap<>();
        seen.found()
                .forEach((id, found) -> told.put(
                        id, seen.bounds().boundsPreemptions() ? found.run().preemptions() : 0));
        return told;
    }

    /** The worlds at the ends of all runs. */
    private static final class Ends<M extends State> implements Monitor<M> {
        private final Set<World<M>> seen = new HashSet<>();

        @Override
        public String id() {
            return "ends";
        }

        @Override
        public int looksAt() {
            return 0;
        }

        @Override
        public Object judge(Object state, World<M> before, World<M> after) {
            return state;
        }

        @Override
        public @Nullable String atEnd(Object state, World<M> world) {
            seen.add(world);
            return null;
        }

        @Override
        public @Nullable String whenStuck(Object state, World<M> world, List<Wait> waits) {
            seen.add(world);
            return null;
        }
    }
}
