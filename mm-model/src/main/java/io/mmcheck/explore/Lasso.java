package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;

/**
 * A run that never ends: a stem that leads to a state, and a loop that leads back to it.
 *
 * @param stem the worlds from the first one to the one where the loop starts
 * @param loop the worlds of one round, without the one where it starts; the last one equals it
 */
public record Lasso<M extends State>(List<World<M>> stem, List<World<M>> loop) {
    public Lasso {
        stem = List.copyOf(stem);
        loop = List.copyOf(loop);
    }
}
