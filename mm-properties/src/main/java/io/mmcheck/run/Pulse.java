package io.mmcheck.run;

import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * No property: it counts the steps of a search that have an effect, and says now and then how many they are. One that looked at
 * every step would forbid to leave any out.
 */
final class Pulse implements Monitor<Machine> {
    private static final int STEPS = 1 << 14;

    private final AtomicLong steps = new AtomicLong();
    private final LongConsumer heard;

    Pulse(LongConsumer heard) {
        this.heard = heard;
    }

    @Override
    public String id() {
        return "pulse";
    }

    @Override
    public int looksAt() {
        return WORDS - 1 | WORDS | ENDS | CRASHES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        long now = steps.incrementAndGet();
        if (now % STEPS == 0) {
            heard.accept(now);
        }
        return state;
    }
}
