package io.mmcheck.mutate;

import io.mmcheck.mutate.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What became of mutants, as tables of texts and numbers: what pages and machines read.
 *
 * @param head one title for each column
 * @param rows each with as many cells, {@link String} or {@link Number}
 */
public record StrengthTable(String title, List<String> head, List<List<Object>> rows) {
    private static final List<Outcome> NO_VERDICT =
            List.of(Outcome.DERAILED, Outcome.TIMED_OUT, Outcome.CRASHED, Outcome.NOT_TRIED);

    public StrengthTable {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Program by program, then mutant by mutant; those without rows are left out. */
    public static List<StrengthTable> of(Strength strength) {
        return Stream.of(
                        programs(strength),
                        mutants(
                                strength,
                                "Survivors: each wants a property, or a reason",
                                List.of("mutant", "what is changed", "what is known", "why it may survive"),
                                List.of(Outcome.SURVIVED),
                                v -> List.of(v.how(), strength.reason(v))),
                        mutants(
                                strength,
                                "No verdict",
                                List.of("mutant", "what is changed", "outcome", "why"),
                                NO_VERDICT,
                                v -> List.of(v.outcome().text(), v.how())),
                        mutants(
                                strength,
                                "Equivalent, proven within the bounds",
                                List.of("mutant", "what is changed", "proof"),
                                List.of(Outcome.EQUIVALENT),
                                v -> List.of(v.how())),
                        mutants(
                                strength,
                                "Killed",
                                List.of("mutant", "what is changed", "property", "found by"),
                                List.of(Outcome.KILLED),
                                v -> List.of(v.by(), v.how())),
                        unreached(strength))
                .filter(table -> !table.rows.isEmpty())
                .toList();
    }

    private static StrengthTable programs(Strength strength) {
        List<List<Object>> rows = new ArrayList<>();
        for (Strength.Of of : strength.programs()) {
            rows.add(row(of.program(), of.verdicts()));
        }
        rows.add(row("all", strength.verdicts()));
        return new StrengthTable(
                "Programs", List.of("program", "killed", "survived", "equivalent", "no verdict", "killed, %"), rows);
    }

    private static List<Object> row(String name, List<Verdict> verdicts) {
        long killed = count(verdicts, Outcome.KILLED);
        long survived = count(verdicts, Outcome.SURVIVED);
        long none = NO_VERDICT.stream().mapToLong(o -> count(verdicts, o)).sum();
        Object perCent =
                killed + survived == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100.0 * killed / (killed + survived));
        return List.of(name, killed, survived, count(verdicts, Outcome.EQUIVALENT), none, perCent);
    }

    private static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    private static StrengthTable mutants(
            Strength strength,
            String title,
            List<String> head,
            List<Outcome> outcomes,
            Function<Verdict, List<String>> more) {
        List<List<Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            for (Verdict verdict : strength.verdicts()) {
                if (verdict.outcome() == outcome) {
                    List<Object> row = new ArrayList<>(
                            List.of(verdict.mutation().id(), verdict.mutation().text()));
                    row.addAll(more.apply(verdict));
                    rows.add(row);
                }
            }
        }
        return new StrengthTable(title, head, rows);
    }

    private static StrengthTable unreached(Strength strength) {
        List<List<Object>> rows = new ArrayList<>();
        for (Strength.Of of : strength.programs()) {
            of.unreached().forEach(label -> rows.add(List.of(of.program() + "." + label)));
        }
        return new StrengthTable("Labels that no run comes by: they have no mutants", List.of("label"), rows);
    }
}
