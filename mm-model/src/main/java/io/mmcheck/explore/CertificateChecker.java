package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a certificate without believing anything of the search that made it: only the interpreter is shared. Its own search is
 * the plainest that there is, with worlds in a hash map, and has to come to the same verdicts and the same numbers of states.
 * Where runs without end count, it keeps all steps and looks for fair ones among them, see {@link FairRuns}.
 */
public final class CertificateChecker<M extends State> {
    private final Certificate<M> certificate;
    private final Monitor<M> monitor;
    private final List<String> wrong = new ArrayList<>();

    private CertificateChecker(Certificate<M> certificate) {
        this.certificate = certificate;
        this.monitor = certificate.monitor();
    }

    /** What is wrong with a certificate; empty if nothing is. */
    public static <M extends State> List<String> check(Certificate<M> certificate) {
        CertificateChecker<M> checker = new CertificateChecker<>(certificate);
        checker.checkViolates();
        checker.checkCovers();
        certificate.searched().forEach(checker::checkSearched);
        return checker.wrong;
    }

    private void checkViolates() {
        if (monitor.liveness() && certificate.bounds().boundsPreemptions()) {
            wrong.add("a run without end has any number of preemptions, not " + certificate.bounds());
            return;
        }
        Certificate.Round round = certificate.round();
        World<M> world = certificate.scenario().world(certificate.kernel());
        Run<M> run = certificate.schedule().run(world, round == null ? 1 << 16 : round.after());
        Object state = judged(monitor.start(world), run);
        if (round != null) {
            String why = state instanceof Violation ? "violates before it" : endless(run, state, round);
            if (!why.isEmpty()) {
                wrong.add("the loop of " + certificate.scenario() + " " + why);
            }
        } else if (!(state instanceof Violation) && lostInTheEnd(state, run.last()) == null) {
            wrong.add(certificate.scenario() + " does not violate " + monitor.id() + " under its schedule");
        }
    }

    private Object judged(Object first, Run<M> run) {
        Object state = first;
        for (int i = 0; i < run.steps() && !(state instanceof Violation); i++) {
            state = monitor.judge(state, run.before(i), run.after(i));
        }
        return state;
    }

    /** What is wrong with a run without end, or nothing. That no operation ends in it follows from being back. */
    private String endless(Run<M> stem, Object first, Certificate.Round round) {
        World<M> entry = stem.last();
        int steps = round.steps().length();
        Run<M> run = round.steps().run(entry, steps);
        if (stem.steps() != round.after() || !run.schedule().equals(round.steps())) {
            return "cannot be run";
        }
        if (steps == 0 || !run.last().equals(entry) || !judged(first, run).equals(first)) {
            return "does not lead back to where it starts";
        }
        Plain plain = new Plain(nothing());
        plain.search(entry, first);
        Point<M> point = new Point<>(entry, first, 0, List.of());
        FairRuns<Point<M>> inside = new FairRuns<>(plain.steps, point::equals);
        Set<Integer> always = FairRuns.able(entry);
        Set<Integer> moving = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            int thread = run.moved(i).thread();
            if (!inside.staying(point).contains(thread)) {
                return "takes a step that no fair run takes again and again: step " + i;
            }
            always.retainAll(FairRuns.able(point.world));
            moving.add(thread);
            Object state = monitor.judge(point.state, point.world, run.after(i));
            point = new Point<>(run.after(i), state, 0, List.of());
        }
        if (!moving.containsAll(always)) {
            return "is not fair: " + always + " could step all the time, and only " + moving + " do";
        }
        return monitor.onLasso(first, Lasso.of(stem, run)) == null ? "satisfies " + monitor.id() : "";
    }

    private static <M extends State> Certificate.Lists<M> nothing() {
        return new Certificate.Lists<>(List.of(), 0, false, 0, true);
    }

    /** Whether the list of searches is what the claim needs. */
    private void checkCovers() {
        int size = certificate.scenario().size();
        List<Certificate.Searched<M>> searched = certificate.searched().stream()
                .filter(Certificate.Searched::complete)
                .toList();
        switch (certificate.proof()) {
            case NOT_PROVEN -> {}
            case IRREDUCIBLE -> {
                for (int i = 0; i < size; i++) {
                    int left = i;
                    if (searched.stream()
                            .noneMatch(s -> s instanceof Certificate.Without<M> w && w.operation() == left)) {
                        wrong.add("nothing is said about leaving out operation " + i);
                    }
                }
            }
            case MINIMAL -> {
                if (size > 1 && searched.stream().noneMatch(this::coversShorter)) {
                    wrong.add("not every list of up to " + (size - 1) + " operations has been searched");
                }
            }
        }
    }

    private boolean coversShorter(Certificate.Searched<M> searched) {
        return searched instanceof Certificate.Lists<M> lists
                && lists.budget() >= certificate.scenario().size() - 1
                && lists.operations().containsAll(certificate.scenario().operations());
    }

    private void checkSearched(Certificate.Searched<M> searched) {
        if (!searched.complete()) {
            return;
        }
        Case<M> scenario = certificate.scenario();
        Certificate.Lists<M> lists = searched instanceof Certificate.Lists<M> l ? l : nothing();
        String what = "lists of up to " + lists.budget() + " operations";
        Case<M> left = scenario.without(0, scenario.size());
        if (searched instanceof Certificate.Without<M> without) {
            what = "without operation " + without.operation();
            left = scenario.without(without.operation(), 1);
        }
        World<M> start = left.world(certificate.kernel());
        Plain plain = new Plain(lists);
        plain.search(start, monitor.start(start));
        plain.lost = plain.lost == null ? lostWithoutEnd(plain) : plain.lost;
        if (plain.lost != null) {
            wrong.add(what + ": violates too: " + plain.lost);
        } else if (plain.cost.size() != searched.states()) {
            wrong.add(what + ": " + plain.cost.size() + " states, not " + searched.states());
        }
    }

    /** Asks the property about one round of each place where a fair run can stay for ever. */
    private @Nullable String lostWithoutEnd(Plain plain) {
        Set<Point<M>> left = new LinkedHashSet<>(new FairRuns<>(plain.steps, point -> true).inside());
        Map<Point<M>, Map<Integer, List<Point<M>>>> steps = new HashMap<>(plain.steps);
        steps.keySet().retainAll(left);
        while (!left.isEmpty()) {
            Point<M> entry = left.iterator().next();
            FairRuns<Point<M>> place = new FairRuns<>(steps, entry::equals);
            left.remove(entry);
            if (place.inside().contains(entry)) {
                World<M> world = entry.world;
                List<World<M>> loop = new ArrayList<>();
                for (FairRuns.Step<Point<M>> step : place.round(entry)) {
                    List<World<M>> next = world.step(step.thread());
                    world = next.get(next.indexOf(step.to().world));
                    loop.add(world);
                    left.remove(step.to());
                }
                String lost = monitor.onLasso(entry.state, new Lasso<>(List.of(entry.world), loop));
                if (lost != null) {
                    return lost;
                }
            }
        }
        return null;
    }

    private @Nullable String lostInTheEnd(Object state, World<M> world) {
        if (!FairRuns.able(world).isEmpty() || world.oops() != null) {
            return null;
        }
        return world.finished() ? monitor.atEnd(state, world) : monitor.whenStuck(state, world, Watch.waits(world));
    }

    /** What tells two states apart: how many operations have begun counts if they are drawn from an alphabet. */
    private record Point<M extends State>(
            World<M> world, Object state, int begun, List<@Nullable Operation<M>> inside) {}

    /** A point, who was stepping there, and how many preemptions it took. */
    private record Visit<M extends State>(Point<M> point, int holder, int preemptions) {}

    /** Everything with no preemption before everything with one, and so on. */
    private final class Plain {
        private final Certificate.Lists<M> lists;
        private final Map<Point<M>, Map<Integer, Integer>> cost = new HashMap<>();
        private final Deque<Visit<M>> queue = new ArrayDeque<>();
        /** For runs without end: what each thread's step can lead to. The first step of an operation is never repeated. */
        private final Map<Point<M>, Map<Integer, List<Point<M>>>> steps = new HashMap<>();

        private @Nullable String lost;

        Plain(Certificate.Lists<M> lists) {
            this.lists = lists;
        }

        void search(World<M> start, Object state) {
            add(start, state, -1, 0);
            while (!queue.isEmpty() && lost == null) {
                Visit<M> visit = queue.removeFirst();
                if (cost(visit.point, visit.holder) == visit.preemptions && visit.point.world.oops() == null) {
                    expand(visit);
                }
            }
        }

        private int cost(Point<M> point, int holder) {
            return cost.getOrDefault(point, Map.of()).getOrDefault(holder, Integer.MAX_VALUE);
        }

        private void expand(Visit<M> visit) {
            World<M> world = visit.point.world;
            boolean held = visit.holder >= 0 && !world.step(visit.holder).isEmpty();
            Map<Integer, List<Point<M>>> byThread = new TreeMap<>();
            for (int t = 0; t < world.threads(); t++) {
                int preemptions = visit.preemptions + (held && t != visit.holder ? 1 : 0);
                List<World<M>> next = world.step(t);
                if (!next.isEmpty()) {
                    byThread.put(t, reach(visit, t, preemptions, next));
                }
                for (World<M> begun : begin(visit.point, t)) {
                    reach(visit, t, preemptions, begun.step(t));
                }
            }
            if (monitor.liveness()) {
                steps.put(visit.point, byThread);
            }
            if (byThread.isEmpty()) {
                lost = lost != null ? lost : lostInTheEnd(visit.point.state, world);
                for (int t = 0; t < world.threads(); t++) {
                    for (World<M> begun : begin(visit.point, t)) {
                        if (lost == null && begun.step(t).isEmpty()) {
                            lost = monitor.whenStuck(visit.point.state, begun, Watch.waits(begun));
                        }
                    }
                }
            }
        }

        private List<World<M>> begin(Point<M> point, int thread) {
            List<World<M>> begun = new ArrayList<>();
            boolean early = lists.alike() && thread > 0 && point.world.begun(thread - 1) == 0;
            if (point.world.frame(thread) == null && !early && point.begun < lists.budget()) {
                lists.operations().forEach(operation -> begun.add(point.world.begin(thread, operation)));
            }
            return begun;
        }

        private List<Point<M>> reach(Visit<M> visit, int thread, int preemptions, List<World<M>> next) {
            List<Point<M>> reached = new ArrayList<>();
            for (World<M> after : preemptions > certificate.bounds().preemptions() ? List.<World<M>>of() : next) {
                Object state = monitor.judge(visit.point.state, visit.point.world, after);
                lost = state instanceof Violation violation ? violation.reason() : lost;
                boolean free = after.between(thread) || !certificate.bounds().boundsPreemptions();
                reached.add(add(after, state, free ? -1 : thread, preemptions));
            }
            return reached;
        }

        private Point<M> add(World<M> world, Object state, int holder, int preemptions) {
            List<@Nullable Operation<M>> inside = new ArrayList<>();
            int begun = 0;
            for (int t = 0; t < world.threads() && lists.budget() > 0; t++) {
                inside.add(world.operation(t));
                begun += world.begun(t);
            }
            Point<M> point = new Point<>(world, state, begun, inside);
            if (preemptions < cost(point, holder)) {
                cost.computeIfAbsent(point, p -> new HashMap<>()).put(holder, preemptions);
                Visit<M> visit = new Visit<>(point, holder, preemptions);
                if (queue.isEmpty() || preemptions <= queue.getFirst().preemptions) {
                    queue.addFirst(visit);
                } else {
                    queue.addLast(visit);
                }
            }
            return point;
        }
    }
}
