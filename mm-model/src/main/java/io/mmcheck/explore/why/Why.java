package io.mmcheck.explore.why;

import io.mmcheck.explore.Found;
import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.State;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a run violates a property.
 *
 * @param reasons which orders of steps force it
 * @param nearest the passing run that is closest
 * @param chances how likely it is after each step
 * @param edits which edits of the kernel's patches do it
 * @param bounds what was looked at: all of it is about this scenario, from its setup, with any number of preemptions
 */
public record Why<M extends State>(
        Reasons<M> reasons, Nearest<M> nearest, Chances chances, List<NeededEdit> edits, String bounds) {
    /** How often all runs may be gone through in search of the orders. */
    private static final int GUESSES = 200;

    public Why {
        edits = List.copyOf(edits);
    }

    /**
     * Finds out.
     *
     * @param found a violation of this property
     * @param states how many states the graph of all runs may have, and again for each edit; what needs more is not proven
     */
    public static <M extends State> Why<M> of(Found<M> found, Monitor<M> monitor, long states) {
        return of(found, monitor, found.start().kernel().patches(), states);
    }

    /** As the other; edits are looked for in these patches only. */
    public static <M extends State> Why<M> of(Found<M> found, Monitor<M> monitor, List<Patch> suspects, long states) {
        Run<M> run = whole(found);
        List<Answer> answers = answers(run);
        Graph<M> graph = Graph.of(run.start(), monitor, site -> true, states);
        String bounds = "every order of steps, every answer of the environment";
        if (graph == null) {
            graph = Graph.of(run.start(), monitor, site -> answers.stream().anyMatch(a -> at(a.at(), site)), states);
            bounds = "every order of steps, the usual answers of the environment"
                    + (answers.isEmpty() ? "" : " but where the run has others");
        }
        boolean tooMany = answers.size() > Track.MOST_ANSWERS
                || answers.stream().anyMatch(a -> a.at().occurrence() > Track.MOST_TIMES);
        if (graph == null || tooMany) {
            return notProven(tooMany ? "not proven: too many answers of the environment" : within(states), states);
        }
        List<Integer> failing = graph.path(run);
        boolean endless = found.lasso() != null;
        return new Why<>(
                new ReasonSearch<>(graph, found, failing, answers, states * GUESSES).find(),
                new NearestSearch<>(graph, run.start().threads(), failing, answers).find(endless),
                new Chain(new Keeping(graph, graph.all(), List.of(), answers), endless)
                        .along(failing.subList(0, found.run().steps())),
                new EditSearch<>(graph, run.start(), monitor, states).find(suspects),
                bounds);
    }

    private static String within(long states) {
        return String.format(Locale.ROOT, "not proven within %,d states", states);
    }

    private static <M extends State> Why<M> notProven(String text, long states) {
        Proof not = new Proof(false, states, text);
        return new Why<>(
                new Reasons<>(List.of(), List.of(), not),
                new Nearest<>(null, List.of(), 0, not),
                new Chances(0, List.of(), -1, 1, not),
                List.of(),
                not.text());
    }

    private static boolean at(Event event, Graph.Site site) {
        return event.thread() == site.thread()
                && event.operation() == site.operation()
                && event.label().equals(site.label());
    }

    /** The failing run up to the violation; of a run without end, until it repeats itself. */
    public static <M extends State> Run<M> whole(Found<M> found) {
        Lasso<M> lasso = found.lasso();
        if (lasso == null) {
            return found.run();
        }
        List<World<M>> worlds = new ArrayList<>(found.run().worlds());
        worlds.addAll(lasso.loop());
        return new Run<>(found.run().start(), worlds);
    }

    private static <M extends State> List<Answer> answers(Run<M> run) {
        List<Answer> answers = new ArrayList<>();
        List<Event> events = Event.of(run);
        for (int i = 0; i < run.steps(); i++) {
            int alternative = run.moved(i).alternative();
            if (alternative != 0) {
                String choice = String.valueOf(run.moved(i).choice());
                answers.add(new Answer(events.get(i), alternative, choice));
            }
        }
        return answers;
    }
}
