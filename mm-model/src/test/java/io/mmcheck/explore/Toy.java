package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A machine of three numbers and some operations on them, each with a fault of its own. */
record Toy(Table<Integer> cells) implements State {
    static final Toy ZERO = new Toy(Table.of(0, 0, 0));
    static final Setup<Toy> EMPTY = new Setup<>("empty", ZERO);

    int get(int cell) {
        return cells.get(cell);
    }

    Toy with(int cell, int value) {
        return new Toy(cells.with(cell, value));
    }

    enum Kind {
        /** Reads x and writes back one more: two increments at once lose one. */
        INCREMENT(o -> new Operation.Start<>(Programs.INCREMENT, o)),
        /** Sets x to y in one step. */
        SET(o -> new Operation.Start<>(Programs.SET, o)),
        /** Locks x, locks y, unlocks both: a deadlock with the same the other way round. */
        LOCK(o -> new Operation.Start<>(Programs.LOCK, o)),
        /** Locks x, tries y, starts again if that fails: a livelock with the same the other way round. */
        TRY(o -> new Operation.Start<>(Programs.TRY, o)),
        /** Tests x until it is not zero. */
        SPIN(o -> new Operation.Start<>(Programs.SPIN, o)),
        /** Asks the environment until it agrees. */
        ASK(o -> new Operation.Start<>(Programs.ASK, o)),
        /** As increment, with steps in between that look at nothing; the environment may add one more in one of them. */
        PONDER(o -> new Operation.Start<>(Programs.PONDER, o)),
        /** Goes round for ever and looks at nothing. */
        DREAM(o -> new Operation.Start<>(Programs.DREAM, o)),
        /** The environment sets x to 1 or 2, or leaves it. */
        CHOOSE(o -> new Operation.Start<>(Programs.CHOOSE, o)),
        /** Crashes if x is y. */
        CRASH(o -> new Operation.Start<>(Programs.CRASH, o));

        final Function<Op, Operation.Start<Toy, Op>> start;

        Kind(Function<Op, Operation.Start<Toy, Op>> start) {
            this.start = start;
        }

        Op of(int x) {
            return new Op(this, x, 0, 0);
        }

        Op of(int x, int y) {
            return new Op(this, x, y, 0);
        }
    }

    record Op(Kind kind, int x, int y, int read) implements Operation<Toy> {
        @Override
        public String text() {
            return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + x + " " + y;
        }

        @Override
        public Start<Toy, ?> start() {
            return kind.start.apply(this);
        }
    }

    enum At {
        FIRST,
        SECOND,
        THIRD,
        FOURTH
    }

    static final class Programs {
        static final Program<Toy, Op> INCREMENT = Program.<Toy, Op>named("increment")
                .at(At.FIRST, (m, self, l) -> Next.next(m, new Op(l.kind, l.x, l.y, m.get(l.x))))
                .at(At.SECOND, (m, self, l) -> Next.done(m.with(l.x, l.read + 1)));
        static final Program<Toy, Op> SET =
                Program.<Toy, Op>named("set").at(At.FIRST, (m, self, l) -> Next.done(m.with(l.x, l.y)));
        static final Program<Toy, Op> LOCK = Program.<Toy, Op>named("lock")
                .at(At.FIRST, (m, self, l) -> lock(m, self, l, l.x))
                .at(At.SECOND, (m, self, l) -> lock(m, self, l, l.y))
                .at(At.THIRD, (m, self, l) -> Next.done(m.with(l.x, 0).with(l.y, 0)));
        static final Program<Toy, Op> TRY = Program.<Toy, Op>named("try")
                .at(At.FIRST, (m, self, l) -> lock(m, self, l, l.x))
                .at(
                        At.SECOND,
                        (m, self, l) -> m.get(l.y) == 0
                                ? Next.go(m.with(l.y, self.index() + 1), At.FOURTH, l)
                                : Next.go(m, At.THIRD, l))
                .at(At.THIRD, (m, self, l) -> Next.go(m.with(l.x, 0), At.FIRST, l))
                .at(At.FOURTH, (m, self, l) -> Next.done(m.with(l.x, 0).with(l.y, 0)));
        static final Program<Toy, Op> SPIN = Program.<Toy, Op>named("spin")
                .at(At.FIRST, (m, self, l) -> m.get(l.x) != 0 ? Next.done(m) : Next.go(m, At.FIRST, l));
        static final Program<Toy, Op> ASK = Program.<Toy, Op>named("ask")
                .at(
                        At.FIRST,
                        (m, self, l) -> Next.choose(
                                Next.alternative("no", Next.go(m, At.FIRST, l)),
                                Next.alternative("yes", Next.done(m))));
        static final Program<Toy, Op> ADD = Program.<Toy, Op>named("add")
                .at(At.FIRST, (m, self, l) -> Next.next(m, new Op(l.kind, l.x, l.y, l.read + 1)))
                .at(At.SECOND, (m, self, l) -> Next.done(m, l.read));
        static final Program<Toy, Op> PONDER = Program.<Toy, Op>named("ponder")
                .at(At.FIRST, (m, self, l) -> Next.next(m, new Op(l.kind, l.x, l.y, m.get(l.x))))
                .at(At.SECOND, (m, self, l) -> Next.call(m, ADD, l, At.THIRD, l))
                .<Integer>atReturn(
                        At.THIRD,
                        (m, self, l, sum) -> Next.choose(
                                Next.alternative("one", Next.next(m, new Op(l.kind, l.x, l.y, sum))),
                                Next.alternative("two", Next.next(m, new Op(l.kind, l.x, l.y, sum + 1)))))
                .at(At.FOURTH, (m, self, l) -> Next.done(m.with(l.x, l.read)));
        static final Program<Toy, Op> DREAM = Program.<Toy, Op>named("dream")
                .at(At.FIRST, (m, self, l) -> Next.go(m, At.SECOND, l))
                .at(At.SECOND, (m, self, l) -> Next.go(m, At.FIRST, l));
        static final Program<Toy, Op> CHOOSE = Program.<Toy, Op>named("choose")
                .at(
                        At.FIRST,
                        (m, self, l) -> Next.choose(
                                Next.alternative("nothing", Next.done(m)),
                                Next.alternative("one", Next.done(m.with(l.x, 1))),
                                Next.alternative("two", Next.done(m.with(l.x, 2)))));
        static final Program<Toy, Op> CRASH = Program.<Toy, Op>named("crash")
                .at(
                        At.FIRST,
                        (m, self, l) ->
                                m.get(l.x) == l.y && l.y != 0 ? Next.oops("crash", l.x + " is " + l.y) : Next.done(m));

        private Programs() {}

        private static Next<Op> lock(Toy m, ThreadId self, Op l, int cell) {
            return m.get(cell) == 0 ? Next.next(m.with(cell, self.index() + 1), l) : Next.blocked("lock " + cell);
        }
    }

    /** The operations of each thread. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static World<Toy> world(List<Op>... threads) {
        return World.of(Kernel.TODAY, ZERO, script(threads));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static List<List<Operation<Toy>>> script(List<Op>... threads) {
        List<List<Operation<Toy>>> script = new ArrayList<>();
        Arrays.stream(threads).forEach(thread -> script.add(List.copyOf(thread)));
        return script;
    }

    /** No increment of cell 0 is lost; its memory is what the cell should hold. Only for increments. */
    static final Monitor<Toy> NO_LOST_UPDATE = new Monitor<>() {
        @Override
        public String id() {
            return "no-lost-update";
        }

        @Override
        public Object start(World<Toy> world) {
            return world.machine().get(0);
        }

        @Override
        public Object judge(Object state, World<Toy> before, World<Toy> after) {
            if (after.moved().finished() instanceof Op op && op.x == 0) {
                return op.kind == Kind.INCREMENT ? (Integer) state + 1 : op.kind == Kind.SET ? (Integer) op.y : state;
            }
            return state;
        }

        @Override
        public String atEnd(Object state, World<Toy> world) {
            int has = world.machine().get(0);
            return state.equals(has) ? null : "cell 0 is " + has + " and should be " + state;
        }
    };

    static final Monitor<Toy> NO_OOPS = Monitor.always(
            "no-oops", (b, a) -> a.oops() == null ? null : a.oops().toString());

    static final Monitor<Toy> NO_DEADLOCK = new Monitor<>() {
        @Override
        public String id() {
            return "no-deadlock";
        }

        @Override
        public Object judge(Object state, World<Toy> before, World<Toy> after) {
            return state;
        }

        @Override
        public String whenStuck(Object state, World<Toy> world, List<Wait> waits) {
            return waits.toString();
        }
    };

    static final Monitor<Toy> NO_LIVELOCK = new Monitor<>() {
        @Override
        public String id() {
            return "no-livelock";
        }

        @Override
        public Object judge(Object state, World<Toy> before, World<Toy> after) {
            return state;
        }

        @Override
        public boolean liveness() {
            return true;
        }

        @Override
        public String onLasso(Object state, Lasso<Toy> lasso) {
            return "goes round in " + lasso.loop().size() + " steps";
        }
    };

    /** Cell x never holds this value. */
    static Monitor<Toy> never(int x, int value) {
        return Monitor.always(
                "never-" + x + "-is-" + value,
                (b, a) -> a.machine().get(x) == value ? "cell " + x + " is " + value : null);
    }
}
