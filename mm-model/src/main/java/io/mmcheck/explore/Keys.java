package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/** What tells states apart: a well-mixed 64-bit number for a world, what the properties remember, and some numbers more. */
interface Keys<M extends State> {
    long of(World<M> world, Watch.States states, int[] extra);

    /** Two different states have the same fingerprint with probability 2^-64. */
    static <M extends State> Keys<M> fingerprints() {
        return (world, states, extra) -> {
            long h = world.hash64() ^ states.hash;
            for (int number : extra) {
                h = Hash.then(h, number);
            }
            return h;
        };
    }

    /** Equal numbers only for equal states: every value gets an id, and a state is two of them. */
    final class Exact<M extends State> implements Keys<M> {
        private final Ids machines = new Ids();
        private final Ids others = new Ids();
        private final LongMap pairs = new LongMap(1024);

        @Override
        public long of(World<M> world, Watch.States states, int[] extra) {
            int rest = 0;
            for (int number : extra) {
                rest = pair(rest, number);
            }
            for (int t = 0; t < world.threads(); t++) {
                rest = pair(rest, id(world.frame(t)));
                rest = pair(rest, world.scripted(t) ? world.begun(t) : 0);
            }
            for (Object state : states.each) {
                rest = pair(rest, state == Monitor.NOTHING ? 0 : id(state));
            }
            rest = pair(rest, id(world.oops()));
            int machine = machines.id(world.machine(), world.machine().hash64());
            // a bijection: numbers that follow each other would cluster in the visited set
            return Hash.mix((long) rest + 1 << 32 | machine);
        }

        private int id(@Nullable Object value) {
            return value == null ? 0 : 1 + others.id(value, Hash.of(value));
        }

        private int pair(int first, int second) {
            return pairs.putIfAbsent((long) first << 32 | second & 0xFFFFFFFFL, pairs.size());
        }
    }
}
