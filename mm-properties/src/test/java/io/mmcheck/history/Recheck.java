package io.mmcheck.history;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Violation;
import io.mmcheck.explore.Wait;
import io.mmcheck.explore.why.Answer;
import io.mmcheck.explore.why.Event;
import io.mmcheck.explore.why.Order;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is said of orders, looked at again by the plainest search: worlds in a hash set, and beside each how often it has come to
 * the steps that the orders and answers speak of. It shares the interpreter with the search that it checks, and the definition of
 * an order.
 */
final class Recheck {
    private final Monitor<Machine> monitor;
    private final List<Order> orders;
    private final List<Answer> answers;
    private final List<Event> events = new ArrayList<>();

    /** A world, what the property remembers, how often each event has come, and for each order whether {@code first} has. */
    private record Point(World<Machine> world, Object state, List<Integer> times, List<Boolean> ready) {}

    Recheck(Monitor<Machine> monitor, List<Order> orders, List<Answer> answers) {
        this.monitor = monitor;
        this.orders = orders;
        this.answers = answers;
        orders.forEach(order -> events.addAll(List.of(order.first(), order.then())));
        answers.forEach(answer -> events.add(answer.at()));
    }

    /** Whether some run that keeps the orders and gets these answers ends without a violation. */
    boolean somePasses(World<Machine> start) {
        Point first = start(start);
        Set<Point> seen = new HashSet<>(Set.of(first));
        Deque<Point> queue = new ArrayDeque<>(seen);
        while (!queue.isEmpty()) {
            Point point = queue.remove();
            if (ended(point)) {
                if (passes(point)) {
                    return true;
                }
                continue;
            }
            for (int t = 0; t < start.threads(); t++) {
                if (!point.world.step(t).isEmpty()) {
                    Point next = step(point, t, point.world.step(t).get(answer(point, t)));
                    if (next != null && seen.add(next)) {
                        queue.add(next);
                    }
                }
            }
        }
        return false;
    }

    /** Whether a run keeps the orders, gets these answers, and ends without a violation. */
    boolean passes(Run<Machine> run) {
        Point point = start(run.start());
        for (World<Machine> world : run.worlds()) {
            int thread = world.moved().thread();
            if (world.moved().alternative() != answer(point, thread)) {
                return false;
            }
            point = step(point, thread, world);
            if (point == null) {
                return false;
            }
        }
        return ended(point) && passes(point);
    }

    private Point start(World<Machine> start) {
        return new Point(
                start,
                monitor.start(start),
                events.stream().map(e -> 0).toList(),
                orders.stream().map(o -> false).toList());
    }

    private int answer(Point point, int thread) {
        for (Answer answer : answers) {
            if (comes(point, thread, answer.at())) {
                return answer.alternative();
            }
        }
        return 0;
    }

    /** Null if the step breaks an order, or violates. */
    private Point step(Point point, int thread, World<Machine> after) {
        Object judged = monitor.judge(point.state, point.world, after);
        if (judged instanceof Violation) {
            return null;
        }
        List<Boolean> ready = new ArrayList<>(point.ready);
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            if (comes(point, thread, order.then())) {
                if (!ready.get(i)) {
                    return null;
                }
                ready.set(i, !order.each());
            }
            ready.set(i, ready.get(i) || comes(point, thread, order.first()));
        }
        List<Integer> times = new ArrayList<>(point.times);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            boolean more = at(point, thread, event) && times.get(i) < event.occurrence();
            times.set(i, times.get(i) + (more ? 1 : 0));
        }
        return new Point(after, judged, times, ready);
    }

    private boolean comes(Point point, int thread, Event event) {
        return at(point, thread, event)
                && (event.occurrence() == Event.EACH
                        || point.times.get(events.indexOf(event)) + 1 == event.occurrence());
    }

    private static boolean at(Point point, int thread, Event event) {
        return thread == event.thread()
                && point.world.begun(thread) - 1 == event.operation()
                && point.world.frame(thread).place().toString().equals(event.label());
    }

    private static boolean ended(Point point) {
        for (int t = 0; t < point.world.threads(); t++) {
            if (!point.world.step(t).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(Point point) {
        World<Machine> world = point.world;
        if (world.oops() != null) {
            return true;
        }
        List<Wait> waits = new ArrayList<>();
        for (int t = 0; t < world.threads(); t++) {
            if (world.waitsFor(t) != null) {
                waits.add(new Wait(t, world.waitsFor(t)));
            }
        }
        return (world.finished() ? monitor.atEnd(point.state, world) : monitor.whenStuck(point.state, world, waits))
                == null;
    }
}
