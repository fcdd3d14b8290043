package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run with nothing left out: each step, and everything in which the machine differs after it. */
public final class StepByStep {
    private StepByStep() {}

    public static List<String> of(Run<Machine> run) {
        List<String> lines = new ArrayList<>();
        int width = 0;
        for (int i = 0; i < run.steps(); i++) {
            width = Math.max(width, run.moved(i).place().toString().length());
        }
        for (int i = 0; i < run.steps(); i++) {
            step(run, i, width, lines);
        }
        return lines;
    }

    private static void step(Run<Machine> run, int i, int width, List<String> lines) {
        Moved<Machine> moved = run.moved(i);
        Operation<Machine> started = moved.started();
        if (started != null) {
            lines.add("T" + moved.thread() + ": " + started.text());
        }
        List<String> texts = new ArrayList<>();
        if (moved.choice() != null) {
            texts.add("[" + moved.choice() + "]");
        }
        for (Event event : moved.events()) {
            texts.add("(" + event + ")");
        }
        texts.addAll(Difference.of(run.before(i).machine(), run.after(i).machine()));
        if (moved.finished() != null && moved.result() != null) {
            texts.add("-> " + moved.result());
        }
        if (run.after(i).oops() != null) {
            texts.add(String.valueOf(run.after(i).oops()));
        }
        String head = String.format(
                Locale.ROOT,
                "%5d %sT%d  %-" + width + "s",
                i + 1,
                run.preempts(i) ? "!" : " ",
                moved.thread(),
                moved.place());
        lines.add((head + "  " + (texts.isEmpty() ? "" : texts.get(0))).stripTrailing());
        for (String text : texts.subList(Math.min(1, texts.size()), texts.size())) {
            lines.add(" ".repeat(head.length() + 2) + text);
        }
    }
}
