package io.mmcheck.program;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Hashed;
import io.mmcheck.machine.State;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The machine and where every thread is: one state of a run. {@link #step} leads on from it.
 */
public final class World<M extends State> implements Hashed {
    private static final long[] WEIGHTS = weights();

    private final Fixed<M> fixed;
    private final M machine;
    private final @Nullable Frame[] frames;
    private final @Nullable Operation<M>[] current;
    private final int[] begun;
    private final @Nullable Oops oops;
    private final @Nullable Moved<M> moved;
    /** The share of the threads in the hash: a sum, so that a step exchanges one term. */
    private long threads;

    /** 0 if nobody has asked yet, neither for this one nor for one that led here. */
    private long hash;

    /** What no step changes; {@code scripted} has a bit for each thread that the script has operations for. */
    private record Fixed<M extends State>(Kernel kernel, List<List<Operation<M>>> script, int scripted) {}

    private World(
            Fixed<M> fixed,
            M machine,
            @Nullable Frame[] frames,
            @Nullable Operation<M>[] current,
            int[] begun,
            @Nullable Oops oops,
            @Nullable Moved<M> moved) {
        this.fixed = fixed;
        this.machine = machine;
        this.frames = frames;
        this.current = current;
        this.begun = begun;
        this.oops = oops;
        this.moved = moved;
    }

    /** The next world, which has exchanged one thread: if the hash of this one is known, so is that of the next. */
    private World<M> next(World<M> next, int thread) {
        if (hash != 0) {
            next.threads = threads + next.share(thread) - share(thread);
            next.hash = hash(ofMachine(next.machine), next.threads, next.oops);
        }
        return next;
    }

    private static long hash(long ofMachine, long threads, @Nullable Oops oops) {
        long h = ofMachine + threads;
        return oops == null ? h : Hash.then(h, Hash.of(oops));
    }

    private long share(int thread) {
        return share(thread, ofFrame(frames[thread]));
    }

    private long share(int thread, long ofFrame) {
        return (scripted(thread) ? ofFrame + begun[thread] : ofFrame) * WEIGHTS[thread];
    }

    private static long ofFrame(@Nullable Frame frame) {
        return frame == null ? 0 : frame.hash64();
    }

    private static long[] weights() {
        long[] weights = new long[8];
        for (int t = 0; t < weights.length; t++) {
            weights[t] = Hash.slot(t, weights.length) | 1;
        }
        return weights;
    }

    /** The hash of the machine; only a world that has crashed does not know it. */
    private long ofMachine(State to) {
        return to == machine && oops == null ? hash - threads : to.hash64();
    }

    /** The first state: each thread stands before the first step of its first operation. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static <M extends State> World<M> of(Kernel kernel, M machine, List<List<Operation<M>>> script) {
        int threads = script.size();
        List<List<Operation<M>>> copy = script.stream().map(List::copyOf).toList();
        int scripted = 0;
        for (int t = 0; t < threads; t++) {
            scripted |= copy.get(t).isEmpty() ? 0 : 1 << t;
        }
        World<M> world = new World<>(
                new Fixed<>(kernel, copy, scripted),
                machine,
                new @Nullable Frame[threads],
                new @Nullable Operation[threads],
                new int[threads],
                null,
                null);
        for (int t = 0; t < threads; t++) {
            if (!copy.get(t).isEmpty()) {
                world = world.begin(t, copy.get(t).get(0));
            }
        }
        return world;
    }

    /** This world with an idle thread before the first step of an operation. It is no step. */
    public World<M> begin(int thread, Operation<M> operation) {
        if (frames[thread] != null) {
            throw new IllegalStateException("thread " + thread + " is busy with " + frames[thread]);
        }
        @Nullable Frame[] f = frames.clone();
        @Nullable Operation<M>[] c = current.clone();
        int[] b = begun.clone();
        f[thread] = entry(operation);
        c[thread] = operation;
        b[thread]++;
        return next(new World<>(fixed, machine, f, c, b, oops, moved), thread);
    }

    private Frame entry(Operation<M> operation) {
        Operation.Start<M, ?> start = operation.start();
        return new Frame(
                fixed.kernel.compile(start.program()).first, Objects.requireNonNull(start.locals()), null, null, true);
    }

    public Kernel kernel() {
        return fixed.kernel;
    }

    public M machine() {
        return machine;
    }

    /** The operations of each thread, as given; two worlds of one run share the object. */
    public List<List<Operation<M>>> script() {
        return fixed.script;
    }

    public int threads() {
        return frames.length;
    }

    /** Where a thread is, or null if it has nothing to do. */
    public @Nullable Frame frame(int thread) {
        return frames[thread];
    }

    /** The operation that a thread is about to start or is inside of, or null. */
    public @Nullable Operation<M> operation(int thread) {
        return current[thread];
    }

    /** How many operations the thread has begun, the present one included. */
    public int begun(int thread) {
        return begun[thread];
    }

    /**
     * Whether the script has operations for this thread. How many a thread has begun is part of the state only if it has: it
     * says what is still to come.
     */
    public boolean scripted(int thread) {
        return (fixed.scripted & 1 << thread) != 0;
    }

    /** The crash that ended the run, or null. */
    public @Nullable Oops oops() {
        return oops;
    }

    /** The step that led here, or null at the start. */
    public @Nullable Moved<M> moved() {
        return moved;
    }

    /** Whether no thread has anything left to do. */
    public boolean finished() {
        for (Frame frame : frames) {
            if (frame != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether a thread stands between two operations, or before its first, or after its last. */
    public boolean between(int thread) {
        Frame frame = frames[thread];
        return frame == null || frame.fresh();
    }

    /**
     * Every world that one step of a thread can lead to, one for each alternative of the environment, in fixed order; empty
     * if the thread has nothing to do, cannot step now, or the run has ended.
     */
    public List<World<M>> step(int thread) {
        return Interpreter.step(this, thread);
    }

    /** What a thread that cannot step waits for, or null if it can step or has nothing to do. */
    public @Nullable Object waitsFor(int thread) {
        return Interpreter.waitsFor(this, thread);
    }

    /**
     * Whether the next step of a thread is one of which nobody else can tell when it is taken: it looks at nothing but what the
     * thread remembers, changes nothing else, says nothing, and neither begins nor ends an operation.
     *
     * @param unseen which programs it may enter or leave, by name
     */
    public boolean nextIsLocal(int thread, Predicate<String> unseen) {
        return Interpreter.isLocal(this, thread, unseen);
    }

    /** This world with another machine and a thread elsewhere inside of its operation. */
    World<M> moved(M to, int thread, Frame frame, Moved<M> how) {
        @Nullable Frame[] f = frames.clone();
        f[thread] = frame;
        return next(new World<>(fixed, to, f, current, begun, null, how), thread);
    }

    /** This world with another machine and a thread that has ended its operation. */
    World<M> ended(M to, int thread, Moved<M> how) {
        @Nullable Frame[] f = frames.clone();
        @Nullable Operation<M>[] c = current.clone();
        int[] b = begun;
        List<Operation<M>> todo = fixed.script.get(thread);
        if (begun[thread] < todo.size()) {
            Operation<M> operation = todo.get(begun[thread]);
            f[thread] = entry(operation);
            c[thread] = operation;
            b = begun.clone();
            b[thread]++;
        } else {
            f[thread] = null;
            c[thread] = null;
        }
        return next(new World<>(fixed, to, f, c, b, null, how), thread);
    }

    /** This world, crashed by a thread. */
    World<M> crashed(Oops end, int thread, Moved<M> how) {
        return next(new World<>(fixed, machine, frames, current, begun, end, how), thread);
    }

    @Override
    public long hash64() {
        if (hash == 0) {
            long sum = 0;
            for (int t = 0; t < frames.length; t++) {
                sum += share(t);
            }
            threads = sum;
            hash = hash(machine.hash64(), sum, oops);
        }
        return hash;
    }

    @Override
    public long recomputedHash64() {
        long sum = 0;
        for (int t = 0; t < frames.length; t++) {
            Frame frame = frames[t];
            sum += share(t, frame == null ? 0 : frame.recomputedHash64());
        }
        return hash(machine.recomputedHash64(), sum, oops);
    }

    /**
     * Reads what the next step will read first. A search does so for many worlds before it expands them: memory then brings
     * them all at once. The result means nothing.
     */
    public long touch() {
        long sum = machine.touch();
        for (Frame frame : frames) {
            sum += ofFrame(frame);
        }
        return sum;
    }

    /** Equal states of one kernel: how they came about does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof World<?> that
                && hash64() == that.hash64()
                && fixed.kernel == that.fixed.kernel
                && machine.equals(that.machine)
                && Arrays.equals(frames, that.frames)
                && sameProgress(that)
                && Objects.equals(oops, that.oops);
    }

    private boolean sameProgress(World<?> that) {
        for (int t = 0; t < frames.length; t++) {
            if (scripted(t) != that.scripted(t) || scripted(t) && begun[t] != that.begun[t]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash64());
    }

    @Override
    public String toString() {
        return machine + " " + Arrays.toString(frames);
    }
}
