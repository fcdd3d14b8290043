package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The simplest run of one scenario that violates one property: the fewest preemptions, then the fewest steps, then the fewest
 * choices of the environment other than its first.
 */
final class Simplest<M extends State> {
    private final Monitor<M> monitor;
    private final Bounds bounds;
    private final PriorityQueue<Node<M>> queue =
            new PriorityQueue<>(Comparator.<Node<M>>comparingInt(n -> n.preemptions)
                    .thenComparingInt(n -> n.steps)
                    .thenComparingInt(n -> n.whims)
                    .thenComparingInt(n -> n.number));
    private final LongSet closed = new LongSet(1 << 10);
    private int numbers;

    Simplest(Monitor<M> monitor, Bounds bounds) {
        this.monitor = monitor;
        this.bounds = bounds;
    }

    private record Node<M extends State>(
            int preemptions,
            int steps,
            int whims,
            int number,
            World<M> world,
            Object state,
            int holder,
            @Nullable Node<M> before) {}

    /** Null if there is none within the bounds, or if it is a run without end. */
    @Nullable
    Found<M> find(World<M> start) {
        add(0, 0, start, monitor.start(start), Frontier.NOBODY, null);
        while (!queue.isEmpty() && closed.size() < bounds.states()) {
            Node<M> node = queue.remove();
            if (node.state instanceof Violation violation) {
                return found(node, violation.reason());
            }
            long key = Hash.then(node.world.hash64() ^ Hash.mix(Hash.of(node.state)), node.holder);
            if (closed.add(key) && node.world.oops() == null) {
                String lost = expand(node);
                if (lost != null) {
                    return found(node, lost);
                }
            }
        }
        return null;
    }

    private @Nullable String expand(Node<M> node) {
        World<M> world = node.world;
        boolean held =
                node.holder != Frontier.NOBODY && !world.step(node.holder).isEmpty();
        boolean any = false;
        for (int t = 0; t < world.threads(); t++) {
            List<World<M>> next = world.step(t);
            any |= !next.isEmpty();
            int cost = held && t != node.holder ? 1 : 0;
            if (node.preemptions + cost <= bounds.preemptions()) {
                for (int a = 0; a < next.size(); a++) {
                    World<M> after = next.get(a);
                    Object judged = monitor.judge(node.state, world, after);
                    add(cost, a == 0 ? 0 : 1, after, judged, after.between(t) ? Frontier.NOBODY : t, node);
                }
            }
        }
        if (any) {
            return null;
        }
        return world.finished()
                ? monitor.atEnd(node.state, world)
                : monitor.whenStuck(node.state, world, Watch.waits(world));
    }

    private void add(int preemptions, int whims, World<M> world, Object state, int holder, @Nullable Node<M> before) {
        queue.add(new Node<>(
                preemptions + (before == null ? 0 : before.preemptions),
                before == null ? 0 : before.steps + 1,
                whims + (before == null ? 0 : before.whims),
                numbers++,
                world,
                state,
                holder,
                before));
    }

    private Found<M> found(Node<M> last, String reason) {
        List<World<M>> worlds = new ArrayList<>();
        Node<M> node = last;
        for (Node<M> before = node.before; before != null; before = node.before) {
            worlds.add(node.world);
            node = before;
        }
        Collections.reverse(worlds);
        return new Found<>(monitor.id(), reason, new Run<>(node.world, worlds));
    }
}
