package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;

/**
 * Keeps to the order of an earlier run. An operation that now takes more steps makes them before the next one of its thread does
 * its first; one that takes fewer, or has to wait, leaves its turns to the others. In the end everybody finishes in order.
 */
final class Follower<M extends State> extends Mover<M> {
    private final List<Path.Token> tokens;
    private int next;
    private int skipped;

    Follower(World<M> start, Path path) {
        super(start);
        this.tokens = path.tokens();
    }

    @Override
    boolean move() {
        for (; next < tokens.size(); next++) {
            Path.Token token = tokens.get(next);
            int at = world.begun(token.thread()) - 1;
            if (world.frame(token.thread()) != null && at <= token.operation()) {
                List<World<M>> after = world.step(token.thread());
                if (!after.isEmpty()) {
                    next += at == token.operation() ? 1 : 0;
                    go(after, token.alternative());
                    return true;
                }
            }
        }
        for (int i = 0; i < world.threads(); i++) {
            int thread = (skipped + i) % world.threads();
            List<World<M>> after = world.step(thread);
            if (!after.isEmpty()) {
                skipped = thread;
                go(after, 0);
                return true;
            }
        }
        return false;
    }

    private void go(List<World<M>> after, int alternative) {
        before = world;
        world = after.get(Math.min(alternative, after.size() - 1));
    }

    @Override
    void wentRound() {
        skipped++;
    }
}
