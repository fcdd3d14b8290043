package io.mmcheck.report;

import io.mmcheck.explore.Found;
import io.mmcheck.explore.Replay;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.why.Chances;
import io.mmcheck.explore.why.Event;
import io.mmcheck.explore.why.Nearest;
import io.mmcheck.explore.why.NeededEdit;
import io.mmcheck.explore.why.Order;
import io.mmcheck.explore.why.Reasons;
import io.mmcheck.explore.why.Why;
import io.mmcheck.machine.Machine;
import java.util.ArrayList;
import java.util.List;

/** Why a run fails, as lines to read: what forces it, the run beside it that passes, how likely it is, and the edit that does it. */
public final class WhyText {
    private final Why<Machine> why;
    private final Run<Machine> run;
    private final List<Event> events;
    private final boolean endless;
    private final List<String> lines = new ArrayList<>();

    private WhyText(Why<Machine> why, Found<Machine> found) {
        this.why = why;
        this.run = Why.whole(found);
        this.events = Event.of(run);
        this.endless = found.lasso() != null;
    }

    /** All of it. */
    public static List<String> of(Why<Machine> why, Found<Machine> found) {
        WhyText text = new WhyText(why, found);
        text.lines.add("why:");
        text.reasons(true);
        text.nearest();
        text.chances();
        text.edits();
        return text.lines;
    }

    /** What forces it, and no more. */
    public static List<String> shortly(Why<Machine> why, Found<Machine> found) {
        WhyText text = new WhyText(why, found);
        text.reasons(false);
        return text.lines;
    }

    private void reasons(boolean all) {
        Reasons<Machine> reasons = why.reasons();
        for (Reasons.Needed<Machine> needed : reasons.orders()) {
            lines.add("  " + order(needed.order()));
            if (all) {
                lines.add("      without that, this passes:");
                schedule(needed.passing());
            }
        }
        for (Reasons.Said<Machine> said : reasons.answers()) {
            if (said.passing() != null) {
                lines.add("  the environment answers " + at(said.answer().at()) + ": "
                        + said.answer().choice());
            }
        }
        lines.add("  "
                + (reasons.proof().proven() ? proven(reasons) : reasons.proof().text()));
    }

    private String proven(Reasons<Machine> reasons) {
        String ends = endless ? "never ends" : "violates";
        String what = switch (reasons.orders().size()) {
            case 0 -> "no race: every order of steps " + ends;
            case 1 -> "every run that keeps this order " + ends + ", and not every run keeps it";
            default ->
                "every run that keeps these " + reasons.orders().size() + " orders " + ends + ", and no fewer do";
        };
        return what + " (" + reasons.proof().text() + ")";
    }

    private String order(Order order) {
        return at(order.first()) + " before " + at(order.then()) + (order.each() ? ", in every round" : "");
    }

    private String at(Event event) {
        int step = step(event);
        String where = step < 0 ? " (not reached)" : " (step " + (step + 1) + ")";
        return event + where;
    }

    /** The number of the step in the failing run, or -1 if it does not come that far. */
    private int step(Event event) {
        for (int i = 0; i < events.size(); i++) {
            Event here = events.get(i);
            if (here.equals(event) || here.each().equals(event)) {
                return i;
            }
        }
        return -1;
    }

    private void schedule(Run<Machine> passing) {
        Replay.of(passing).lines().forEach(line -> lines.add("        " + line));
    }

    private void nearest() {
        Nearest<Machine> nearest = why.nearest();
        Run<Machine> passing = nearest.run();
        if (passing == null) {
            lines.add("  nearest run that passes: none, " + nearest.proof().text());
            return;
        }
        lines.add("  nearest run that passes: " + String.join("; ", nearest.changes()) + " ("
                + nearest.proof().text() + ")");
        schedule(passing);
    }

    private void chances() {
        Chances chances = why.chances();
        if (!chances.proof().proven()) {
            lines.add("  chance under a uniform scheduler: " + chances.proof().text());
            return;
        }
        String start = "  chance under a uniform scheduler: " + chances.text(chances.start());
        if (chances.jump() < 0) {
            lines.add(start + " from the start (" + chances.proof().text() + ")");
            return;
        }
        lines.add(start + " at the start (" + chances.proof().text() + ")");
        lines.add("    largest rise, " + chances.text(chances.before(chances.jump())) + " to "
                + chances.text(chances.after().get(chances.jump())) + ": step " + (chances.jump() + 1) + ", "
                + events.get(chances.jump()));
    }

    private void edits() {
        for (NeededEdit edit : why.edits()) {
            lines.add("  the edit that does it: " + edit + " (without it "
                    + edit.proof().text() + ")");
        }
    }
}
