package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Place;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are taken along with the one before, see {@link Reduction#LOCAL_STEPS}. Whether a step is local depends on where
 * the thread is and what it remembers there, on nothing else; so it is found out once for each.
 */
final class LocalSteps<M extends State> {
    /** So many at a time: a thread that goes round without looking at anything must let the others go on. */
    private static final int MOST = 64;

    private final Map<Spot, Boolean> known = new HashMap<>();

    /** Into and out of which programs a call and a return may be taken along, by name. */
    private final Predicate<String> unseen;

    private record Spot(
            Place place, Object locals, @Nullable Object result, boolean called, int thread) {}

    LocalSteps(Predicate<String> unseen) {
        this.unseen = unseen;
    }

    /** The worlds after all local steps of a thread that has just stepped: one if the environment has no choice in them. */
    List<World<M>> settled(World<M> after, int thread) {
        if (!isNext(after, thread)) {
            return List.of(after);
        }
        List<World<M>> settled = new ArrayList<>();
        for (List<World<M>> way : ways(after, thread, MOST)) {
            settled.add(way.get(way.size() - 1));
        }
        return settled;
    }

    /** The same with the worlds in between; each way begins with this world. */
    List<List<World<M>>> ways(World<M> after, int thread) {
        return ways(after, thread, MOST);
    }

    private List<List<World<M>>> ways(World<M> world, int thread, int most) {
        if (most == 0 || !isNext(world, thread)) {
            return List.of(List.of(world));
        }
        List<List<World<M>>> ways = new ArrayList<>();
        for (World<M> next : world.step(thread)) {
            for (List<World<M>> rest : ways(next, thread, most - 1)) {
                List<World<M>> way = new ArrayList<>(List.of(world));
                way.addAll(rest);
                ways.add(way);
            }
        }
        return ways;
    }

    private boolean isNext(World<M> world, int thread) {
        Frame frame = world.frame(thread);
        if (frame == null || frame.fresh() || world.oops() != null) {
            return false;
        }
        Spot spot = new Spot(frame.place(), frame.locals(), frame.result(), frame.caller() != null, thread);
        Boolean is = known.get(spot);
        if (is == null) {
            is = world.nextIsLocal(thread, unseen);
            known.put(spot, is);
        }
        return is;
    }
}
