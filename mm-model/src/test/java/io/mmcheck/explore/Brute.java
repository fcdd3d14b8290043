package io.mmcheck.explore;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What searches are compared with: everything, one by one, remembering nothing. */
final class Brute {
    private static final List<Toy.Op> OPERATIONS = List.of(
            Toy.Kind.INCREMENT.of(0),
            Toy.Kind.INCREMENT.of(1),
            Toy.Kind.SET.of(0, 1),
            Toy.Kind.LOCK.of(1, 2),
            Toy.Kind.LOCK.of(2, 1),
            Toy.Kind.CHOOSE.of(0),
            Toy.Kind.CRASH.of(0, 2),
            Toy.Kind.CRASH.of(1, 2));

    private Brute() {}

    /** Two or three threads with one or two operations each. */
    static World<Toy> random(SplittableRandom random) {
        List<List<Operation<Toy>>> script = new ArrayList<>();
        int threads = 2 + random.nextInt(2);
        for (int t = 0; t < threads; t++) {
            List<Operation<Toy>> thread = new ArrayList<>();
            for (int n = 1 + random.nextInt(threads == 2 ? 3 : 2); n > 0; n--) {
                thread.add(OPERATIONS.get(random.nextInt(OPERATIONS.size())));
            }
            script.add(thread);
        }
        return World.of(Kernel.TODAY, Toy.ZERO, script);
    }

    /** The fewest preemptions and then the fewest steps of a run to each world that can be reached. */
    static void runs(
            World<Toy> world, int last, int bound, int preemptions, int steps, Map<World<Toy>, List<Integer>> reached) {
        List<Integer> known = reached.get(world);
        if (known == null || preemptions < known.get(0) || preemptions == known.get(0) && steps < known.get(1)) {
            reached.put(world, List.of(preemptions, steps));
        }
        for (int t = 0; t < world.threads(); t++) {
            boolean preempts = last >= 0
                    && t != last
                    && !world.between(last)
                    && !world.step(last).isEmpty();
            if (preemptions + (preempts ? 1 : 0) <= bound) {
                for (World<Toy> after : world.step(t)) {
                    runs(after, t, bound, preemptions + (preempts ? 1 : 0), steps + 1, reached);
                }
            }
        }
    }

    /** Every list of 1 to {@code budget} operations on two threads. */
    static List<List<List<Operation<Toy>>>> scripts(List<Operation<Toy>> letters, int budget) {
        List<List<List<Operation<Toy>>>> all = new ArrayList<>();
        List<List<List<Operation<Toy>>>> longest = List.of(List.of(List.of(), List.of()));
        for (int n = 0; n < budget; n++) {
            List<List<List<Operation<Toy>>>> longer = new ArrayList<>();
            for (List<List<Operation<Toy>>> script : longest) {
                for (Operation<Toy> letter : letters) {
                    for (int t = 0; t < 2; t++) {
                        List<List<Operation<Toy>>> more = new ArrayList<>(script);
                        List<Operation<Toy>> thread = new ArrayList<>(script.get(t));
                        thread.add(letter);
                        more.set(t, thread);
                        longer.add(more);
                    }
                }
            }
            all.addAll(longer);
            longest = longer;
        }
        return all;
    }
}
