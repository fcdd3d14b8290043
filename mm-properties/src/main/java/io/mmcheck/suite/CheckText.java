package io.mmcheck.suite;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import io.mmcheck.scenario.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a check found, as the message of a failing test: each violated property with all that is needed to see it again. */
public final class CheckText {
    private CheckText() {}

    /** Whether nothing of what was checked is violated, and nothing that has to happen was missing. */
    public static boolean passed(CheckResult result) {
        return result.violated().isEmpty()
                && result.unseen().isEmpty()
                && result.missing().isEmpty();
    }

    /** One line: {@code kernel today, 42 properties, 200 runs, seed 1: ...}. */
    public static String summary(CheckResult result) {
        int count = result.properties().size();
        return "kernel " + result.kernel() + ", " + count + (count == 1 ? " property, " : " properties, ")
                + result.runs() + " runs, seed " + result.seed() + " (" + result.bounds() + ")";
    }

    /** The whole message. */
    public static String of(CheckResult result) {
        StringBuilder text = new StringBuilder(summary(result)).append('\n');
        for (PropertyResult property : result.violated()) {
            text.append("\nVIOLATED  ").append(property.id()).append(": ").append(property.statement());
            Counterexample found = property.counterexample();
            if (found != null) {
                text.append('\n').append(of(found, result.seed()));
            }
        }
        for (PropertyResult property : result.unseen()) {
            text.append("\nNEVER SEEN  ")
                    .append(property.id())
                    .append(": ")
                    .append(property.statement())
                    .append('\n');
        }
        for (String missing : result.missing()) {
            text.append("\nNOT VIOLATED although that was expected  ")
                    .append(missing)
                    .append('\n');
        }
        return text.toString();
    }

    /** One counterexample. */
    static String of(Counterexample found, long seed) {
        Scenario scenario = found.scenario();
        StringBuilder text = new StringBuilder();
        line(text, "lost", found.reason());
        line(text, "kernel", scenario.kernel() + ", seed " + seed);
        line(
                text,
                "run",
                "setup " + scenario.setup() + ", " + count(found.operations(), "operation") + " ("
                        + found.proof().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "), "
                        + count(found.preemptions(), "preemption") + ", " + count(found.steps(), "step"));
        List<List<Operation<Machine>>> script = scenario.script();
        for (int t = 0; t < script.size(); t++) {
            line(text, "T" + t, script.get(t).stream().map(Operation::text).collect(Collectors.joining("; ")));
        }
        line(
                text,
                "replay",
                "mvn io.mmcheck:mm-maven-plugin:replay -Dmm.kernel=" + scenario.kernel() + " -Dmm.trace="
                        + found.token());
        return text.toString();
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append(String.format(Locale.ROOT, "  %-8s%s\n", name, what));
    }
}
