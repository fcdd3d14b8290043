package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys by which one search tells its states apart. What a single script without alphabet needs not say is left out. */
final class StateKeys<M extends State> {
    private final Keys<M> keys;
    private final boolean scripts;
    private final @Nullable Alphabet<M> alphabet;
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    /** Filled anew for each key. */
    private final int[] extra;

    /** {@code costs}: whether the same world is another state for another holder or after more preemptions. */
    StateKeys(Keys<M> keys, List<World<M>> starts, @Nullable Alphabet<M> alphabet, boolean costs) {
        this.keys = keys;
        this.scripts = starts.size() > 1;
        this.alphabet = alphabet;
        for (World<M> start : starts) {
            numbers.put(start.script(), numbers.size());
        }
        if (alphabet != null) {
            for (Operation<M> operation : alphabet.operations()) {
                numbers.put(operation, alphabet.operations().indexOf(operation));
            }
        }
        int threads = starts.get(0).threads();
        this.extra = new int[(scripts ? 1 : 0) + (alphabet != null ? 1 + threads : 0) + (costs ? 2 : 0)];
    }

    long of(World<M> world, Watch.States states, int taken, int holder, int phase) {
        int n = 0;
        if (extra.length > 0) {
            if (scripts) {
                extra[n++] = numbers.getOrDefault(world.script(), -1);
            }
            if (alphabet != null) {
                extra[n++] = taken;
                for (int t = 0; t < world.threads(); t++) {
                    Operation<M> operation = world.operation(t);
                    extra[n++] = operation == null ? -1 : numbers.getOrDefault(operation, -1);
                }
            }
            if (n < extra.length) {
                extra[n++] = holder;
                extra[n] = phase;
            }
        }
        return keys.of(world, states, extra);
    }
}
