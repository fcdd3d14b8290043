package io.mmcheck.mutate;

import io.mmcheck.mutate.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What became of mutants, for people. */
public final class StrengthText {
    private static final List<Outcome> UNJUDGED =
            List.of(Outcome.DERAILED, Outcome.TIMED_OUT, Outcome.CRASHED, Outcome.NOT_TRIED);

    private StrengthText() {}

    /** A table, then what a person has to look at. */
    public static List<String> lines(Strength strength) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-34s %8s %8s %10s %8s %7s",
                "program",
                "killed",
                "survived",
                "equivalent",
                "others",
                "%"));
        for (Strength.Of of : strength.programs()) {
            lines.add(row(of.program(), of.verdicts()));
        }
        lines.add(row("all", strength.verdicts()));
        lines.add(
                "killed is per cent of killed and survived; others: no verdict (derailed, timed out, crashed, not tried)");
        survivors(strength, lines);
        UNJUDGED.forEach(outcome -> list(strength, outcome, "No verdict, " + outcome.text(), lines));
        for (Strength.Of of : strength.programs()) {
            if (!of.unreached().isEmpty()) {
                lines.add("No run comes by " + of.program() + ": " + String.join(", ", of.unreached()));
            }
        }
        return lines;
    }

    private static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    private static long unjudged(List<Verdict> verdicts) {
        return verdicts.stream().filter(v -> UNJUDGED.contains(v.outcome())).count();
    }

    private static String perCent(List<Verdict> verdicts) {
        long killed = count(verdicts, Outcome.KILLED);
        long judged = killed + count(verdicts, Outcome.SURVIVED);
        return judged == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100.0 * killed / judged);
    }

    private static String row(String name, List<Verdict> verdicts) {
        return String.format(
                Locale.ROOT,
                "%-34s %8d %8d %10d %8d %7s",
                name,
                count(verdicts, Outcome.KILLED),
                count(verdicts, Outcome.SURVIVED),
                count(verdicts, Outcome.EQUIVALENT),
                unjudged(verdicts),
                perCent(verdicts));
    }

    /** Numbered; those that have no reason come first. */
    private static void survivors(Strength strength, List<String> lines) {
        List<Verdict> all = strength.verdicts().stream()
                .filter(v -> v.outcome() == Outcome.SURVIVED)
                .sorted(Comparator.comparing(v -> !strength.reason(v).isEmpty()))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Survivors: each wants a property, or a reason");
        int number = 0;
        for (Verdict verdict : all) {
            number++;
            lines.add(String.format(
                    Locale.ROOT, "%4d. %s", number, verdict.mutation().id()));
            lines.add("      " + verdict.mutation().text() + "; " + first(verdict.how()));
            String reason = strength.reason(verdict);
            lines.add("      " + (reason.isEmpty() ? "no reason yet" : "reason: " + reason));
        }
        Mutation first = all.get(0).mutation();
        lines.add("  Again:  mvn mm:mutate -Dmm.kernel=" + strength.kernel() + " -Dmm.mutate.programs="
                + first.program() + " -Dmm.mutate.mutants='" + first.id() + "'");
    }

    private static void list(Strength strength, Outcome outcome, String title, List<String> lines) {
        List<Verdict> some =
                strength.verdicts().stream().filter(v -> v.outcome() == outcome).toList();
        if (some.isEmpty()) {
            return;
        }
        lines.add("");
        if (outcome == Outcome.NOT_TRIED) {
            lines.add(title + ": " + some.size() + ", the first of them "
                    + some.get(0).mutation().id() + "; " + some.get(0).how());
            return;
        }
        lines.add(title + ":");
        for (Verdict verdict : some) {
            lines.add("  " + verdict.mutation().id());
            lines.add("      " + first(verdict.how()));
        }
    }

    private static String first(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The same as a part of a page of the documentation. */
    public static String page(Strength strength) {
        StringBuilder page = new StringBuilder();
        page.append("Kernel ")
                .append(strength.kernel())
                .append("; ")
                .append(strength.bounds())
                .append(".\n\n");
        page.append(
                "| program | killed | survived | equivalent | no verdict | killed, % |\n|---|---|---|---|---|---|\n");
        List<Verdict> all = new ArrayList<>();
        for (Strength.Of of : strength.programs()) {
            all.addAll(of.verdicts());
            page.append(cells(of.program(), of.verdicts()));
        }
        page.append(cells("**all**", all));
        page.append("\n| survivor | why, or what is known |\n|---|---|\n");
        for (Verdict verdict : all) {
            if (verdict.outcome() == Outcome.SURVIVED) {
                String reason = strength.reason(verdict);
                page.append("| `")
                        .append(verdict.mutation().id())
                        .append("` | ")
                        .append(reason.isEmpty() ? "no reason yet: " + verdict.how() : reason)
                        .append(" |\n");
            }
        }
        return page.toString();
    }

    private static String cells(String name, List<Verdict> verdicts) {
        return "| " + name + " | " + count(verdicts, Outcome.KILLED) + " | " + count(verdicts, Outcome.SURVIVED) + " | "
                + count(verdicts, Outcome.EQUIVALENT) + " | " + unjudged(verdicts) + " | " + perCent(verdicts) + " |\n";
    }
}
