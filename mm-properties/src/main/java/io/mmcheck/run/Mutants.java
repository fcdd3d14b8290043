package io.mmcheck.run;

import io.mmcheck.mutate.Mutation;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of mutants, as messages, and back. */
public final class Mutants {
    /** The first step: which mutants there are. Its message has them. */
    public static final String PLAN = "mutants";

    /** The second step, for some of them; and the message that says which one is tried from here on. */
    public static final String TRY = "try";

    /** What became of one. */
    public static final String VERDICT = "mutant";

    private Mutants() {}

    static Message plan(Strength plan) {
        Message message = Message.of(PLAN)
                .with("kernel", plan.kernel())
                .with("bounds", plan.bounds())
                .with("reasons", lines(plan.reasons()));
        List<String> names = new ArrayList<>();
        for (Strength.Of of : plan.programs()) {
            names.add(of.program());
            message = message.with("of " + of.program(), String.join("\n", of.mutants()))
                    .with("unreached " + of.program(), String.join("\n", of.unreached()));
        }
        return message.with("programs", String.join("\n", names));
    }

    private static String lines(Map<String, String> reasons) {
        List<String> lines = new ArrayList<>();
        reasons.forEach((id, reason) -> lines.add(id + " = " + reason));
        return String.join("\n", lines);
    }

    /** The plan of a message; nothing is judged yet. */
    public static Strength planned(Message message) {
        List<Strength.Of> programs = new ArrayList<>();
        message.text("programs")
                .lines()
                .forEach(name -> programs.add(new Strength.Of(
                        name,
                        message.text("of " + name).lines().toList(),
                        message.text("unreached " + name).lines().toList(),
                        List.of())));
        Map<String, String> reasons = new LinkedHashMap<>(Strength.reasons(message.text("reasons")));
        return new Strength(message.text("kernel"), message.text("bounds"), programs, reasons);
    }

    static Message message(Verdict verdict) {
        return Message.of(VERDICT)
                .with("id", verdict.mutation().id())
                .with("outcome", verdict.outcome())
                .with("by", verdict.by())
                .with("how", verdict.how());
    }

    public static Verdict verdict(Message message) {
        return new Verdict(
                Mutation.parse(message.text("id")),
                Verdict.Outcome.valueOf(message.text("outcome")),
                message.text("by"),
                message.text("how"));
    }
}
