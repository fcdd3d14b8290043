package io.mmcheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of a comparison as text, for consoles and for the docs. */
public final class ConformText {
    private ConformText() {}

    /** Everything: counts for each theme, the first difference of each sequence, what was not compared and why. */
    public static List<String> lines(ConformResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.log() + ", kernel " + result.kernel() + ", swap on " + result.swap());
        lines.addAll(counts(result));
        lines.addAll(differences(result));
        lines.addAll(notCompared(result));
        return List.copyOf(lines);
    }

    /** One line of totals: what agreed, what was compared, what there is. */
    public static String summary(ConformResult result) {
        return String.format(
                Locale.ROOT,
                "%s operations agree (%.1f %%), %d of %d compared; %s observations; %s sequences",
                result.operations(),
                result.agreement(),
                result.operations().compared(),
                result.all(),
                result.observations(),
                result.agreeingSequences());
    }

    /** The table: agreed/compared by theme. */
    public static List<String> counts(ConformResult result) {
        int width = result.byTheme().stream()
                .mapToInt(theme -> shown(theme.getKey()).length())
                .max()
                .orElse(0);
        String format = "  %-" + Math.max(5, width) + "s  %12s  %10s  %13s  %9s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, format, "theme", "observations", "operations", "of operations", "sequences"));
        for (Map.Entry<String, ConformResult> theme : result.byTheme()) {
            lines.add(row(format, shown(theme.getKey()), theme.getValue()));
        }
        lines.add(row(format, "all", result));
        StringBuilder apart = new StringBuilder("  counted apart:");
        for (Column column : Column.values()) {
            if (!column.stable()) {
                apart.append(apart.toString().endsWith(":") ? " " : ", ")
                        .append(column)
                        .append(' ')
                        .append(result.apart(column));
            }
        }
        lines.add(apart.toString());
        return lines;
    }

    private static String shown(String theme) {
        return theme.isEmpty() ? "(none)" : theme.length() <= 40 ? theme : theme.substring(0, 37) + "...";
    }

    private static String row(String format, String theme, ConformResult result) {
        return String.format(
                Locale.ROOT,
                format,
                theme,
                result.observations(),
                result.operations(),
                result.operations().compared() + "/" + result.all(),
                result.agreeingSequences());
    }

    private static List<String> differences(ConformResult result) {
        List<String> lines = new ArrayList<>();
        for (SequenceResult sequence : result.sequences()) {
            if (!sequence.agrees()) {
                int more = sequence.differences().size() - 1;
                lines.add("  differs: sequence " + sequence.id() + ", "
                        + sequence.differences().get(0)
                        + (more == 0 ? "" : " (and " + more + " more in this sequence)"));
            }
        }
        return lines;
    }

    /** Why sequences stopped, and which operations were left. */
    public static List<String> notCompared(ConformResult result) {
        List<String> lines = new ArrayList<>();
        if (!result.stops().isEmpty()) {
            lines.add("  not compared: " + (result.all() - result.operations().compared()) + " of " + result.all()
                    + " operations, each the first outside of the model in its sequence or behind it");
            lines.add("    sequences stopped at: " + list(result.stops()));
            lines.add("    operations left: " + list(result.left()));
        }
        return lines;
    }

    private static String list(Map<String, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> parts.add(e.getKey() + " " + e.getValue()));
        return String.join(", ", parts);
    }
}
