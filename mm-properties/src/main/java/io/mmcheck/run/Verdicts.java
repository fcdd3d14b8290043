package io.mmcheck.run;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import org.jspecify.annotations.Nullable;

/** Verdicts as messages, and back. */
public final class Verdicts {
    public static final String TYPE = "verdict";

    private Verdicts() {}

    public static Message message(Verdict verdict) {
        Message message = Message.of(TYPE)
                .with("property", verdict.property())
                .with("kernel", verdict.kernel())
                .with("statement", verdict.statement())
                .with("outcome", verdict.outcome())
                .with("runs", verdict.runs())
                .with("seen", verdict.seen())
                .with("steps", verdict.steps())
                .with("states", verdict.states())
                .with("complete", verdict.complete())
                .with("bounds", verdict.bounds())
                .with("millis", verdict.millis());
        Shown shown = verdict.shown();
        return shown == null
                ? message
                : message.with("setup", shown.setup())
                        .with("foundBy", shown.foundBy())
                        .with("foundAfter", shown.foundAfter())
                        .with("foundWith", shown.foundWith())
                        .with("operations", shown.operations())
                        .with("preemptions", shown.preemptions())
                        .with("proof", shown.proof())
                        .with("certificate", shown.certificate())
                        .with("searches", String.join("\n", shown.searches()))
                        .with("needs", String.join("\n", shown.needs()))
                        .with("lost", shown.lost())
                        .with("lanes", String.join("\n", shown.lanes()))
                        .with("file", shown.file())
                        .with("trace", shown.trace())
                        .with("story", shown.story())
                        .with("reasons", String.join("\n", shown.reasons()))
                        .with("why", shown.why());
    }

    public static Verdict of(Message m) {
        return new Verdict(
                m.text("property"),
                m.text("kernel"),
                m.text("statement"),
                Verdict.Outcome.valueOf(m.text("outcome")),
                m.number("runs"),
                m.number("seen"),
                m.number("steps"),
                m.number("states"),
                m.flag("complete"),
                m.text("bounds"),
                m.number("millis"),
                shown(m));
    }

    private static @Nullable Shown shown(Message m) {
        if (!m.has("trace")) {
            return null;
        }
        return new Shown(
                m.text("setup"),
                m.text("foundBy"),
                m.number("foundAfter"),
                Math.toIntExact(m.number("foundWith")),
                Math.toIntExact(m.number("operations")),
                Math.toIntExact(m.number("preemptions")),
                m.text("proof"),
                m.text("certificate"),
                m.text("searches").lines().toList(),
                m.text("needs").lines().toList(),
                m.text("lost"),
                m.text("lanes").lines().toList(),
                m.text("file"),
                m.text("trace"),
                m.text("story", ""),
                m.text("reasons", "").lines().toList(),
                m.text("why", ""));
    }
}
