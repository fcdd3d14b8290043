package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Moves threads that are told what to do when their turn comes. One thread at a time goes on until its operation ends, while
 * another one lies in wait and comes in between with a whole operation or with what is left of one. It does so where that
 * matters, see {@link Ambush}: before and after any other step it would come to the same, so a window of two steps is hit about
 * as often as one of fifty. Who comes in between may be ambushed in turn, by the rest of what it interrupted; and now and then an
 * operation is left where it is, to be finished later. One run of sixteen lets any thread move at any step, and one moves the
 * thread of the highest priority and lowers it at some random steps.
 */
final class Improviser<M extends State> extends Mover<M> {
    private final SplittableRandom random;
    private final Prompter<M> prompter;
    private final Whims whims;
    /** Who moves if nobody lies in wait for anybody. */
    private final Priorities priorities;

    private final boolean ambushes;
    private int steps;
    private int prompted;

    /** Whose operation goes on, or -1. */
    private int main = -1;
    /** After so many steps it is left where it is; negative: never. */
    private int left;
    /** Who is in between with an operation, or -1. */
    private int between = -1;
    /** An operation that lies in wait. */
    private @Nullable Ambush<M> ambush;
    /** So many steps after which it could come in between it lets pass. */
    private int pass;
    /** Who decides only on the spot with what to come in between, or -1. */
    private int watcher = -1;
    /** It does so after one step in so many. */
    private int every = 1;

    Improviser(World<M> start, SplittableRandom random, Prompter<M> prompter) {
        super(start);
        this.random = random;
        this.prompter = prompter;
        int way = random.nextInt(16);
        this.ambushes = way > 1;
        this.priorities = way == 1
                ? Priorities.of(start.threads(), 1 + random.nextInt(3), random)
                : Priorities.none(start.threads());
        this.whims = new Whims(random);
    }

    @Override
    int prompted() {
        return prompted;
    }

    @Override
    void wentRound() {
        whims.wentRound();
        priorities.fallBehind(world.moved());
        main = -1;
        between = -1;
        standDown();
    }

    @Override
    boolean move() {
        steps++;
        if (!ambushes) {
            return anyStep();
        }
        if (between >= 0) {
            if (stepBetween()) {
                return true;
            }
            between = -1;
        }
        if (main >= 0 && !world.between(main) && left-- != 0 && stepOfMain()) {
            return true;
        }
        standDown();
        return nextMain() || anyStep();
    }

    private void standDown() {
        ambush = null;
        watcher = -1;
    }

    private boolean anyStep() {
        standDown();
        int tried = 0;
        for (int left = world.threads(); left > 0; left--) {
            int thread = priorities.next(tried, left, steps, random);
            if (hasSomethingToDo(thread) && move(thread, whims)) {
                return true;
            }
            tried |= 1 << thread;
        }
        return false;
    }

    private boolean hasSomethingToDo(int thread) {
        if (world.frame(thread) == null) {
            Operation<M> operation = prompter.next(world, thread);
            if (operation == null) {
                return false;
            }
            begin(thread, operation);
        }
        return true;
    }

    private void begin(int thread, Operation<M> operation) {
        world = world.begin(thread, operation);
        prompter.begun(thread, operation);
        prompted++;
    }

    /** Whoever is in between finishes its operation and sometimes makes another one. */
    private boolean stepBetween() {
        return (world.frame(between) != null || oneIn(2) && hasSomethingToDo(between)) && move(between, whims);
    }

    private boolean nextMain() {
        main = random.nextInt(world.threads());
        left = oneIn(4) ? random.nextInt(1 << 1 + random.nextInt(6)) : -1;
        if (!hasSomethingToDo(main)) {
            return false;
        }
        lieInWait();
        return stepOfMain();
    }

    /** Chooses who lies in wait for the main thread: with what is left of its operation, with a new one, or undecided. */
    private void lieInWait() {
        standDown();
        if (world.threads() == 1) {
            return;
        }
        int thread = random.nextInt(world.threads() - 1);
        thread += thread < main ? 0 : 1;
        boolean idle = world.frame(thread) == null;
        if (idle && oneIn(2)) {
            watcher = thread;
            every = 1 << random.nextInt(5);
            return;
        }
        Operation<M> operation = idle ? prompter.next(world, thread) : null;
        if (operation != null || !idle) {
            ambush(thread, operation);
        }
    }

    private void ambush(int thread, @Nullable Operation<M> operation) {
        ambush = new Ambush<>(world, thread, operation);
        pass = random.nextInt(1 << random.nextInt(3));
    }

    private boolean stepOfMain() {
        if (!move(main, whims)) {
            return false;
        }
        if (world.between(main) || world.oops() != null) {
            return true;
        }
        if (ambush != null) {
            if (ambush.matters(before, world, main) && pass-- == 0) {
                comeInBetween(ambush);
            }
        } else if (watcher >= 0 && oneIn(every)) {
            Operation<M> operation = prompter.next(world, watcher);
            if (operation != null) {
                Ambush<M> sudden = new Ambush<>(before, watcher, operation);
                if (sudden.matters(before, world, main)) {
                    comeInBetween(sudden);
                }
            }
        }
        return true;
    }

    private void comeInBetween(Ambush<M> now) {
        if (now.operation != null) {
            begin(now.thread, now.operation);
        }
        standDown();
        if (oneIn(2)) {
            // the one that is interrupted lies in wait itself
            int interrupted = main;
            main = now.thread;
            left = -1;
            ambush(interrupted, null);
        } else {
            between = now.thread;
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
