package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.CHOOSE;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.World;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final World<Toy> TWO_INCREMENTS = Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0)));

    @Test
    void the_empty_schedule_finishes_thread_by_thread() {
        Run<Toy> run = Schedule.EMPTY.run(TWO_INCREMENTS, 100);
        assertThat(run.last().machine().get(0)).isEqualTo(2);
        assertThat(threads(run)).containsExactly(0, 0, 1, 1);
        assertThat(run.preemptions()).isZero();
    }

    @Test
    void a_segment_says_who_moves() {
        Run<Toy> run = new Schedule(List.of(new Schedule.Segment(1, 1)), List.of()).run(TWO_INCREMENTS, 100);
        assertThat(threads(run)).containsExactly(1, 0, 0, 1);
        assertThat(run.last().machine().get(0)).isEqualTo(1);
        assertThat(run.preemptions()).isEqualTo(1);
        assertThat(run.schedule().segments())
                .containsExactly(new Schedule.Segment(1, 1), new Schedule.Segment(0, 2), new Schedule.Segment(1, 1));
        assertThat(Schedule.of(run).segments()).containsExactly(new Schedule.Segment(1, 1));
    }

    @Test
    void a_segment_of_a_blocked_thread_ends_early() {
        World<Toy> world = Toy.world(List.of(LOCK.of(0, 1)), List.of(LOCK.of(0, 1)));
        Run<Toy> run = new Schedule(List.of(new Schedule.Segment(0, 1), new Schedule.Segment(1, 9)), List.of())
                .run(world, 100);
        assertThat(threads(run)).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void choices_are_by_step() {
        World<Toy> world = Toy.world(List.of(SET.of(1, 1), CHOOSE.of(0)));
        Run<Toy> run = new Schedule(List.of(), List.of(new Schedule.Choice(1, 2))).run(world, 100);
        assertThat(run.last().machine().get(0)).isEqualTo(2);
        assertThat(run.moved(1).choice()).isEqualTo("two");
    }

    @Test
    void who_spins_lets_the_others_finish() {
        World<Toy> world = Toy.world(List.of(SPIN.of(0)), List.of(INCREMENT.of(0)));
        assertThat(Schedule.EMPTY.run(world, 100).last().finished()).isTrue();
        assertThat(Schedule.EMPTY.run(Toy.world(List.of(SPIN.of(0))), 100).steps())
                .isLessThan(10);
    }

    @Test
    void the_schedule_of_a_run_gives_the_run() {
        for (int seed = 1; seed <= 200; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            Run<Toy> run = ByPriority.walk(RandomWalk.of(List.of(Toy.NO_OOPS)), world, seed)
                    .run();
            assertThat(run.schedule().run(world, run.steps()).worlds()).isEqualTo(run.worlds());
            assertThat(Schedule.of(run).run(world, run.steps()).worlds()).isEqualTo(run.worlds());
        }
    }

    private static List<Integer> threads(Run<Toy> run) {
        return run.worlds().stream().map(world -> world.moved().thread()).toList();
    }
}
