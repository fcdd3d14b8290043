package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a certificate without believing anything of the search that made it: only the interpreter is shared. Its own search is
 * the plainest that there is, with worlds in a hash map, and has to come to the same verdicts and the same numbers of states.
 */
public final class CertificateChecker<M extends State> {
    private final Certificate<M> certificate;
    private final Monitor<M> monitor;

    private CertificateChecker(Certificate<M> certificate) {
        this.certificate = certificate;
        this.monitor = certificate.monitor();
    }

    /** What is wrong with a certificate; empty if nothing is. */
    public static <M extends State> List<String> check(Certificate<M> certificate) {
        return new CertificateChecker<>(certificate).check();
    }

    private List<String> check() {
        List<String> wrong = new ArrayList<>();
        checkViolates(wrong);
        checkCovers(wrong);
        for (Certificate.Searched<M> searched : certificate.searched()) {
            checkSearched(searched, wrong);
        }
        return wrong;
    }

    private void checkViolates(List<String> wrong) {
        if (monitor.liveness()) {
            wrong.add("a run without end cannot be checked by running it");
            return;
        }
        World<M> world = certificate.scenario().world(certificate.kernel());
        Run<M> run = certificate.schedule().run(world, 1 << 16);
        Object state = monitor.start(world);
        for (int i = 0; i < run.steps(); i++) {
            state = monitor.judge(state, run.before(i), run.after(i));
            if (state instanceof Violation) {
                return;
            }
        }
        if (lostInTheEnd(state, run.last()) == null) {
            wrong.add(certificate.scenario() + " does not violate " + monitor.id() + " under its schedule");
        }
    }

    /** Whether the list of searches is what the claim needs. */
    private void checkCovers(List<String> wrong) {
        int size = certificate.scenario().size();
        switch (certificate.proof()) {
            case NOT_PROVEN -> {}
            case IRREDUCIBLE -> {
                Set<Integer> left = new HashSet<>();
                for (Certificate.Searched<M> searched : certificate.searched()) {
                    if (searched instanceof Certificate.Without<M> without && searched.complete()) {
                        left.add(without.operation());
                    }
                }
                for (int i = 0; i < size; i++) {
                    if (!left.contains(i)) {
                        wrong.add("nothing is said about leaving out operation " + i);
                    }
                }
            }
            case MINIMAL -> {
                if (size > 1 && certificate.searched().stream().noneMatch(this::coversShorter)) {
                    wrong.add("not every list of up to " + (size - 1) + " operations has been searched");
                }
            }
        }
    }

    private boolean coversShorter(Certificate.Searched<M> searched) {
        return searched instanceof Certificate.Lists<M> lists
                && lists.complete()
                && lists.budget() >= certificate.scenario().size() - 1
                && lists.operations().containsAll(certificate.scenario().operations());
    }

    private void checkSearched(Certificate.Searched<M> searched, List<String> wrong) {
        if (!searched.complete()) {
            return;
        }
        Plain plain;
        String what;
        if (searched instanceof Certificate.Without<M> without) {
            what = "without operation " + without.operation();
            plain = new Plain(List.of(), 0, false);
            plain.search(certificate.scenario().without(without.operation(), 1).world(certificate.kernel()));
        } else {
            Certificate.Lists<M> lists = (Certificate.Lists<M>) searched;
            what = "lists of up to " + lists.budget() + " operations";
            List<List<Operation<M>>> nothing = new ArrayList<>();
            certificate.scenario().script().forEach(thread -> nothing.add(List.of()));
            plain = new Plain(lists.operations(), lists.budget(), lists.alike());
            plain.search(World.of(
                    certificate.kernel(), certificate.scenario().setup().machine(), nothing));
        }
        if (plain.lost != null) {
            wrong.add(what + ": violates too: " + plain.lost);
        } else if (plain.cost.size() != searched.states()) {
            wrong.add(what + ": " + plain.cost.size() + " states, not " + searched.states());
        }
    }

    private @Nullable String lostInTheEnd(Object state, World<M> world) {
        for (int t = 0; t < world.threads(); t++) {
            if (!world.step(t).isEmpty()) {
                return null;
            }
        }
        if (world.oops() != null) {
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
        private final List<Operation<M>> alphabet;
        private final int budget;
        private final boolean alike;
        private final Map<Point<M>, Map<Integer, Integer>> cost = new HashMap<>();
        private final Deque<Visit<M>> queue = new ArrayDeque<>();
        private @Nullable String lost;

        Plain(List<Operation<M>> alphabet, int budget, boolean alike) {
            this.alphabet = alphabet;
            this.budget = budget;
            this.alike = alike;
        }

        void search(World<M> start) {
            add(start, monitor.start(start), -1, 0);
            while (!queue.isEmpty() && lost == null) {
                Visit<M> visit = queue.removeFirst();
                if (cost(visit) == visit.preemptions && visit.point.world.oops() == null) {
                    expand(visit);
                }
            }
        }

        private int cost(Visit<M> visit) {
            return cost.getOrDefault(visit.point, Map.of()).getOrDefault(visit.holder, Integer.MAX_VALUE);
        }

        private void expand(Visit<M> visit) {
            World<M> world = visit.point.world;
            boolean held = visit.holder >= 0 && !world.step(visit.holder).isEmpty();
            boolean any = false;
            for (int t = 0; t < world.threads(); t++) {
                int preemptions = visit.preemptions + (held && t != visit.holder ? 1 : 0);
                List<World<M>> next = world.step(t);
                any |= !next.isEmpty();
                reach(visit, t, preemptions, next);
                for (World<M> begun : begin(world, t)) {
                    reach(visit, t, preemptions, begun.step(t));
                }
            }
            if (!any) {
                lost = lost != null ? lost : lostInTheEnd(visit.point.state, world);
                for (int t = 0; t < world.threads(); t++) {
                    for (World<M> begun : begin(world, t)) {
                        if (lost == null && begun.step(t).isEmpty()) {
                            lost = monitor.whenStuck(visit.point.state, begun, Watch.waits(begun));
                        }
                    }
                }
            }
        }

        private List<World<M>> begin(World<M> world, int thread) {
            List<World<M>> begun = new ArrayList<>();
            boolean early = alike && thread > 0 && world.begun(thread - 1) == 0;
            if (world.frame(thread) == null && !early && begun(world) < budget) {
                for (Operation<M> operation : alphabet) {
                    begun.add(world.begin(thread, operation));
                }
            }
            return begun;
        }

        private int begun(World<M> world) {
            int n = 0;
            for (int t = 0; t < world.threads(); t++) {
                n += world.begun(t);
            }
            return n;
        }

        private void reach(Visit<M> visit, int thread, int preemptions, List<World<M>> next) {
            if (preemptions > certificate.bounds().preemptions()) {
                return;
            }
            for (World<M> after : next) {
                Object state = monitor.judge(visit.point.state, visit.point.world, after);
                if (state instanceof Violation violation) {
                    lost = violation.reason();
                    return;
                }
                add(after, state, after.between(thread) ? -1 : thread, preemptions);
            }
        }

        private void add(World<M> world, Object state, int holder, int preemptions) {
            List<@Nullable Operation<M>> inside = new ArrayList<>();
            for (int t = 0; t < world.threads() && budget > 0; t++) {
                inside.add(world.operation(t));
            }
            Point<M> point = new Point<>(world, state, budget > 0 ? begun(world) : 0, inside);
            Map<Integer, Integer> known = cost.computeIfAbsent(point, p -> new HashMap<>());
            if (preemptions < known.getOrDefault(holder, Integer.MAX_VALUE)) {
                known.put(holder, preemptions);
                Visit<M> visit = new Visit<>(point, holder, preemptions);
                if (queue.isEmpty() || preemptions <= queue.getFirst().preemptions) {
                    queue.addFirst(visit);
                } else {
                    queue.addLast(visit);
                }
            }
        }
    }
}
