package io.mmcheck.explore.why;

import io.mmcheck.explore.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that can be named before anyone has moved.
 *
 * @param operation the number of the operation in its thread, from 0
 * @param label {@code program.LABEL}
 * @param occurrence which time the operation comes there, from 1; {@link #EACH} is every time
 */
public record Event(int thread, int operation, String label, int occurrence) {
    /** For runs without end: in every round. */
    public static final int EACH = 0;

    /** The steps of a run, each with the name that it has in every run. */
    public static List<Event> of(Run<?> run) {
        List<Event> events = new ArrayList<>();
        Map<Graph.Site, Integer> times = new HashMap<>();
        for (int i = 0; i < run.steps(); i++) {
            Graph.Site site = Graph.site(run.before(i), run.moved(i).thread());
            int occurrence = times.merge(site, 1, Integer::sum);
            events.add(new Event(site.thread(), site.operation(), site.label(), occurrence));
        }
        return events;
    }

    /** The same, meant every time. */
    public Event each() {
        return new Event(thread, operation, label, EACH);
    }

    @Override
    public String toString() {
        return "T" + thread + " " + label + (occurrence > 1 ? " #" + occurrence : "");
    }
}
