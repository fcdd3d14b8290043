package io.mmcheck.program;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Hashed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A thread's place in one program, what it remembers there, and who called. */
public final class Frame implements Hashed {
    private final Place place;
    private final Object locals;
    private final @Nullable Object result;
    private final @Nullable Frame caller;
    private final boolean fresh;
    /** The hash of everything but the place; 0 if nobody has asked yet. */
    private long rest;

    Frame(Place place, Object locals, @Nullable Object result, @Nullable Frame caller, boolean fresh) {
        this.place = place;
        this.locals = locals;
        this.result = result;
        this.caller = caller;
        this.fresh = fresh;
    }

    /** Another place in the same program, having heard the result of any callee. */
    @SuppressWarnings("ReferenceEquality") // only saves work
    Frame at(Place to, Object now) {
        Frame frame = new Frame(to, now, null, caller, false);
        if (now == locals && result == null) {
            frame.rest = rest;
        }
        return frame;
    }

    /** The parts are well spread already or small; each counts with an odd factor of its own. */
    private static long rest(long ofLocals, long ofResult, long ofCaller) {
        return ofLocals * 0x9E3779B97F4A7C15L + ofResult * 0xD1B54A32D192ED03L + ofCaller * 0xABC98388FB8FAC03L;
    }

    private long hash(long ofRest) {
        return Hash.mix((fresh ? ~place.hash : place.hash) + ofRest);
    }

    public Place place() {
        return place;
    }

    public Object locals() {
        return locals;
    }

    public @Nullable Object result() {
        return result;
    }

    public @Nullable Frame caller() {
        return caller;
    }

    /** Whether this is the first label of an operation of which no step has been taken yet. */
    public boolean fresh() {
        return fresh;
    }

    /** How many programs the thread is inside, at least 1. */
    public int depth() {
        int n = 0;
        for (Frame f = this; f != null; f = f.caller) {
            n++;
        }
        return n;
    }

    @Override
    public long hash64() {
        if (rest == 0) {
            rest = rest(Hash.of(locals), Hash.of(result), caller == null ? 0 : caller.hash64());
        }
        return hash(rest);
    }

    @Override
    public long recomputedHash64() {
        return hash(
                rest(Hash.recomputed(locals), Hash.recomputed(result), caller == null ? 0 : caller.recomputedHash64()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame that
                && hash64() == that.hash64()
                && place == that.place
                && fresh == that.fresh
                && locals.equals(that.locals)
                && Objects.equals(result, that.result)
                && Objects.equals(caller, that.caller);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash64());
    }

    @Override
    public String toString() {
        return place + " " + locals;
    }
}
