package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as data for a page that steps through it: who does what, each step with what it did, the whole machine at the start and
 * what of it each step changes. It is made from the run itself, in the JVM that has the programs of the user.
 */
public final class Story {
    private final Run<Machine> run;
    private final Names names;
    private final Marks marks;
    private final Overview overview;

    private Story(Run<Machine> run, Marks marks) {
        this.run = run;
        this.names = Names.of(run);
        this.marks = marks;
        this.overview = new Overview(run, names, marks);
    }

    /**
     * The story of a run that violates a property.
     *
     * @param loop the step from which on it repeats for ever; the number of its steps if it does not
     */
    public static Map<String, Object> of(Run<Machine> run, Marks marks, String lost, int loop) {
        return new Story(run, marks).tell(lost, loop);
    }

    private Map<String, Object> tell(String lost, int loop) {
        Map<String, Object> story = new LinkedHashMap<>();
        List<Map<String, Object>> steps = steps();
        story.put("sentence", sentence(steps, names.told(lost)));
        story.put("threads", threads());
        if (loop < run.steps()) {
            story.put("loop", loop);
        }
        story.put("start", Snapshot.of(names, run.start()));
        story.put("steps", steps);
        return story;
    }

    private List<List<String>> threads() {
        List<List<String>> threads = new ArrayList<>();
        for (List<Operation<Machine>> thread : run.start().script()) {
            threads.add(thread.stream().map(names::operation).toList());
        }
        return threads;
    }

    private List<Map<String, Object>> steps() {
        List<Map<String, Object>> steps = new ArrayList<>();
        Map<String, Object> before = Snapshot.of(names, run.start());
        for (int i = 0; i < run.steps(); i++) {
            Map<String, Object> after = Snapshot.of(names, run.after(i));
            Map<String, Object> step = step(i);
            Map<String, @Nullable Object> change = Snapshot.change(before, after);
            if (!change.isEmpty()) {
                step.put("set", change);
            }
            steps.add(step);
            before = after;
        }
        return steps;
    }

    private Map<String, Object> step(int i) {
        Moved<Machine> moved = run.moved(i);
        Frame frame = Objects.requireNonNull(run.before(i).frame(moved.thread()));
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("thread", moved.thread());
        step.put("depth", frame.depth());
        step.put("function", moved.place().program().name());
        step.put("label", moved.place().label().name());
        if (moved.started() != null) {
            step.put("starts", names.operation(moved.started()));
        }
        if (moved.choice() != null) {
            step.put("choice", moved.choice());
            if (moved.alternative() != 0) {
                step.put("unusual", true);
            }
        }
        List<String> effects = overview.effects(i);
        if (!effects.isEmpty()) {
            step.put("does", effects);
        }
        List<String> events =
                moved.events().stream().map(e -> names.told(e.toString())).toList();
        if (!events.isEmpty()) {
            step.put("says", events);
        }
        if (moved.finished() != null) {
            step.put("ends", moved.result() == null ? "" : moved.result().toString());
        }
        if (run.preempts(i)) {
            step.put("preempts", true);
        }
        String missing = marks.missingBefore(run, i);
        if (missing != null) {
            step.put("missing", missing);
        }
        if (marks.changed(moved.place())) {
            step.put("changed", true);
        }
        return step;
    }

    /** What was lost, then where and by whom: the first place that is not today's, or else the step that shows it. */
    private String sentence(List<Map<String, Object>> steps, String lost) {
        int at = steps.size() - 1;
        for (int i = steps.size() - 1; i >= 0; i--) {
            at = steps.get(i).containsKey("missing") || steps.get(i).containsKey("changed") ? i : at;
        }
        if (at < 0) {
            return lost;
        }
        Map<String, Object> step = steps.get(at);
        String operation = "";
        for (int i = 0; i <= at; i++) {
            if (Objects.equals(steps.get(i).get("thread"), step.get("thread"))
                    && steps.get(i).containsKey("starts")) {
                operation = String.valueOf(steps.get(i).get("starts"));
            }
        }
        boolean here = step.containsKey("missing") || step.containsKey("changed");
        return lost + (here ? "; it goes wrong in " : "; seen in ") + step.get("function") + "()"
                + (step.containsKey("missing") ? ", which has no " + step.get("missing") : " at " + step.get("label"))
                + ", step " + (at + 1) + ", in '" + operation + "' on CPU" + step.get("thread");
    }
}
