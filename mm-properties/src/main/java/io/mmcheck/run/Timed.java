package io.mmcheck.run;

import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Wait;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A property that notes how long judging takes: what one of the user's own costs is good to know. One step in a few is measured,
 * chosen by the world and not by a counter, so that threads do not meet.
 */
final class Timed implements Property {
    private static final int ONE_IN = 16;

    private final Property property;
    private final LongAdder nanos = new LongAdder();

    private Timed(Property property) {
        this.property = property;
    }

    /** The property itself if it is judged otherwise than step by step. */
    static Property of(Property property) {
        return property instanceof Sometimes ? property : new Timed(property);
    }

    /** How long a property took so far, about; 0 if that is not measured. */
    static long millis(Property property) {
        return property instanceof Timed timed ? timed.nanos.sum() * ONE_IN / 1_000_000 : 0;
    }

    @Override
    public String id() {
        return property.id();
    }

    @Override
    public String statement() {
        return property.statement();
    }

    @Override
    public Kind kind() {
        return property.kind();
    }

    @Override
    public int looksAt() {
        return property.looksAt();
    }

    @Override
    public boolean looksInside(String program) {
        return property.looksInside(program);
    }

    @Override
    public Object start(World<Machine> world) {
        return property.start(world);
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        if ((before.hash64() & ONE_IN - 1) != 0) {
            return property.judge(state, before, after);
        }
        long from = System.nanoTime();
        Object next = property.judge(state, before, after);
        nanos.add(System.nanoTime() - from);
        return next;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        return property.atEnd(state, world);
    }

    @Override
    public @Nullable String whenStuck(Object state, World<Machine> world, List<Wait> waits) {
        return property.whenStuck(state, world, waits);
    }

    @Override
    public boolean liveness() {
        return property.liveness();
    }

    @Override
    public @Nullable String onLasso(Object state, Lasso<Machine> lasso) {
        return property.onLasso(state, lasso);
    }
}
