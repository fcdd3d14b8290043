package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.CHOOSE;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final List<Toy.Op> LOCKS = List.of(LOCK.of(0, 1), CHOOSE.of(2));
    private static final World<Toy> WORLD = Toy.world(LOCKS, List.of(INCREMENT.of(2)));
    private static final Run<Toy> RUN = new Schedule(
                    List.of(new Schedule.Segment(1, 1), new Schedule.Segment(0, 4)), List.of(new Schedule.Choice(4, 1)))
            .run(WORLD, 100);
    private static final Replay REPLAY = Replay.of(RUN);

    @Test
    void a_segment_is_a_line() {
        assertThat(REPLAY.lines())
                .containsExactly(
                        "T1 x 1 increment.FIRST",
                        "T0 x 4 lock.FIRST .. choose.FIRST; 4: one",
                        "T1 x 1 increment.SECOND");
    }

    @Test
    void it_gives_the_run_again() {
        Replay.Outcome<Toy> outcome = REPLAY.from(WORLD);
        assertThat(outcome.fits()).isTrue();
        assertThat(outcome.run().worlds()).isEqualTo(RUN.worlds());
        for (int seed = 1; seed <= 100; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            Run<Toy> run = ByPriority.walk(RandomWalk.of(List.of(Toy.NO_OOPS)), world, seed)
                    .run();
            assertThat(Replay.of(run).from(world).run().worlds()).isEqualTo(run.worlds());
        }
    }

    @Test
    void a_label_that_is_gone_is_named() {
        Edit edit = Edit.drop(Toy.Programs.LOCK, Toy.At.FIRST);
        assertThat(from(edit).toString()).isEqualTo("segment 2, step 1: expected lock.FIRST, but T0 is at lock.SECOND");
    }

    @Test
    void a_label_more_is_noticed_where_the_segment_ends() {
        Edit edit = Edit.insertAfter(Toy.Programs.LOCK, Toy.At.FIRST, Toy.At.FOURTH, (m, self, l) -> Next.next(m, l));
        assertThat(from(edit).toString())
                .isEqualTo("segment 2, step 4: expected choose.FIRST, but T0 is at lock.THIRD");
    }

    @Test
    void a_thread_that_cannot_go_on_says_why() {
        Edit edit = Edit.replace(Toy.Programs.LOCK, Toy.At.SECOND, (m, self, l) -> Next.blocked("a letter"));
        assertThat(from(edit).toString())
                .isEqualTo("segment 2, step 2: expected a step after lock.FIRST and before choose.FIRST,"
                        + " but T0 waits for a letter at lock.SECOND");
    }

    @Test
    void a_choice_that_is_gone_is_named() {
        Edit edit = Edit.replace(
                Toy.Programs.CHOOSE,
                Toy.At.FIRST,
                (m, self, l) ->
                        Next.choose(Next.alternative("nothing", Next.done(m)), Next.alternative("two", Next.done(m))));
        assertThat(from(edit).toString())
                .isEqualTo("segment 2, step 4: expected the choice one, but there is only [nothing, two]");
    }

    @Test
    void a_change_between_the_named_labels_is_noticed_by_the_digest() {
        Replay changed = new Replay(REPLAY.segments(), REPLAY.digest() + 1);
        assertThat(changed.from(WORLD).mismatch().instead())
                .startsWith("some label between the named ones has changed");
    }

    private static Replay.Mismatch from(Edit edit) {
        Patch patch = new Patch() {
            @Override
            public String id() {
                return "changed";
            }

            @Override
            public List<Edit> edits() {
                return List.of(edit);
            }
        };
        return REPLAY.from(World.of(Kernel.TODAY.with(patch), Toy.ZERO, Toy.script(LOCKS, List.of(INCREMENT.of(2)))))
                .mismatch();
    }
}
