package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImproviserTest {
    /** Hands out operations in order, to whoever asks, and keeps who got what. */
    private static final class Hand implements Prompter<Toy> {
        private final Iterator<Toy.Op> operations;
        private Toy.@Nullable Op top;
        private final List<List<Operation<Toy>>> script = new ArrayList<>();

        Hand(int threads, Toy.Op... operations) {
            this.operations = List.of(operations).iterator();
            for (int t = 0; t < threads; t++) {
                script.add(new ArrayList<>());
            }
        }

        @Override
        public @Nullable Operation<Toy> next(World<Toy> world, int thread) {
            if (top == null && operations.hasNext()) {
                top = operations.next();
            }
            return top;
        }

        @Override
        public void begun(int thread, Operation<Toy> operation) {
            assertThat(operation).isSameAs(top);
            script.get(thread).add(operation);
            top = null;
        }
    }

    private static World<Toy> idle() {
        return Toy.world(List.of(), List.of());
    }

    @Test
    void everythingThatIsBegunIsDoneByWhoeverWasAsked() {
        for (int seed = 1; seed <= 100; seed++) {
            Hand hand = new Hand(2, SET.of(0, 1), INCREMENT.of(0), INCREMENT.of(1), SET.of(2, 3), INCREMENT.of(2));
            Walk<Toy> walk = RandomWalk.<Toy>of(List.of()).improvise(idle(), seed, hand);
            assertThat(walk.end()).isEqualTo(Walk.End.FINISHED);
            assertThat(hand.script.stream().mapToInt(List::size).sum()).isEqualTo(5);
            World<Toy> start = new Case<>(Toy.EMPTY, hand.script).world(Kernel.TODAY);
            assertThat(walk.run().onto(start).last().machine())
                    .isEqualTo(walk.run().last().machine());
        }
    }

    @Test
    void aLostUpdateIsMadeOften() {
        int found = 0;
        for (int seed = 1; seed <= 200; seed++) {
            Hand hand = new Hand(2, INCREMENT.of(0), INCREMENT.of(0));
            Walk<Toy> walk = RandomWalk.<Toy>of(List.of()).improvise(idle(), seed, hand);
            boolean both = !hand.script.get(0).isEmpty() && !hand.script.get(1).isEmpty();
            found += both && walk.run().last().machine().get(0) == 1 ? 1 : 0;
        }
        assertThat(found).isGreaterThan(40);
    }

    @Test
    void threadsThatBlockEachOtherStopTheRun() {
        int stuck = 0;
        for (int seed = 1; seed <= 200; seed++) {
            Hand hand = new Hand(2, LOCK.of(0, 1), LOCK.of(1, 0));
            stuck += RandomWalk.<Toy>of(List.of()).improvise(idle(), seed, hand).end() == Walk.End.STUCK ? 1 : 0;
        }
        assertThat(stuck).isBetween(1, 199);
    }

    @Test
    void whoSpinsLetsTheOthersGoOn() {
        for (int seed = 1; seed <= 200; seed++) {
            Hand hand = new Hand(2, SPIN.of(0), SET.of(0, 1));
            Walk<Toy> walk = RandomWalk.<Toy>of(List.of()).improvise(idle(), seed, hand);
            boolean both = !hand.script.get(0).isEmpty() && !hand.script.get(1).isEmpty();
            assertThat(walk.end()).isEqualTo(both ? Walk.End.FINISHED : Walk.End.LIMIT);
        }
    }

    @Test
    void aStepMattersToAnOperationThatItDoesNotCommuteWith() {
        World<Toy> start = idle().begin(0, INCREMENT.of(0));
        World<Toy> read = start.step(0).get(0);

        assertThat(new Ambush<>(start, 1, INCREMENT.of(0)).matters(start, read, 0))
                .isTrue();
        assertThat(new Ambush<>(start, 1, SET.of(0, 7)).matters(start, read, 0)).isTrue();
        assertThat(new Ambush<>(start, 1, INCREMENT.of(1)).matters(start, read, 0))
                .isFalse();
        assertThat(new Ambush<>(start, 1, SET.of(0, 0)).matters(start, read, 0)).isFalse();
    }

    @Test
    void aRunIsFollowedWithoutSomeOfItsOperations() {
        World<Toy> start = Toy.world(List.of(SET.of(1, 5), INCREMENT.of(0)), List.of(INCREMENT.of(0), SET.of(2, 9)));
        // T1 reads, T0 does all it has, T1 writes: one increment is lost
        Schedule schedule = new Schedule(List.of(new Schedule.Segment(1, 1), new Schedule.Segment(0, 3)), List.of());
        Run<Toy> run = schedule.run(start, 100);
        assertThat(run.last().machine().get(0)).isEqualTo(1);

        Path path = Path.of(run).without(1, 1).without(0, 0);
        World<Toy> less = Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0)));
        Walk<Toy> followed = RandomWalk.<Toy>of(List.of()).follow(less, path);
        assertThat(followed.end()).isEqualTo(Walk.End.FINISHED);
        assertThat(followed.run().last().machine().get(0)).isEqualTo(1);
        assertThat(followed.run().schedule().segments())
                .containsExactly(new Schedule.Segment(1, 1), new Schedule.Segment(0, 2), new Schedule.Segment(1, 1));
    }
}
