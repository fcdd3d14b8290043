package io.mmcheck.conform;

import io.mmcheck.history.Release;
import io.mmcheck.program.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of docs/conformance.md, made from what the replay of the recorded logs gives. */
final class ConformanceDoc {
    private ConformanceDoc() {}

    static String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# The model against real kernels");
        lines.add("");
        lines.add("<!-- Written by ConformanceDocTest. Do not edit: change the test, or what it runs. -->");
        lines.add("");
        lines.addAll(introduction());
        lines.add("");
        lines.add("| log | kernel | swap | operations in the log | compared | agree | observations agree/compared |");
        lines.add("|---|---|---|---:|---:|---:|---:|");
        for (String log : Logs.ALL) {
            lines.add(row(Conformances.of(log)));
        }
        lines.add("");
        lines.add("## Differences");
        lines.add("");
        lines.addAll(differences());
        lines.add("");
        lines.add("## A lost reference of a huge page");
        lines.add("");
        lines.addAll(List.of(
                "`leak` was recorded on the same kernel with a file that shows reference counts, `leak-with-fix` on that kernel with",
                "one put more: 66 operations each on pages of 2 MiB, among them a recorder that keeps a page locked. `ThpReferenceLeakTest`",
                "replays them with 512 ptes in a page table. Results, maps (R/W, dirty, young), orders, mapcounts, reference counts and",
                "page locks agree after every operation: `leak` with `v6.12`, `leak-with-fix` with `today`. The first difference between",
                "`leak` and `today` is the lost reference: 3 in the log, 2 in the model."));
        lines.add("");
        lines.add("## The kernel's own tests of device memory");
        lines.add("");
        lines.addAll(hmmTests());
        lines.add("");
        lines.add("## Other kernels of the model against the same logs");
        lines.add("");
        lines.addAll(otherKernels());
        lines.add("");
        lines.add("## Columns counted apart");
        lines.add("");
        lines.addAll(apart());
        lines.add("");
        lines.add("## Each log");
        for (String log : Logs.ALL) {
            lines.add("");
            ConformText.lines(Conformances.of(log)).forEach(line -> lines.add("    " + line));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> introduction() {
        return List.of(
                "Sequences of operations were carried out on a real 6.12.117 kernel, one operation at a time, and after each",
                "was written down what the kernel shows. Here the model carries out the same sequences, on the kernel of the",
                "recording (`v6.12`; for `lostdirty-fix-removed` without the fix of the lost dirty bit), each up to its first",
                "operation outside of the model. What follows that is not compared, and counted.",
                "",
                "An *observation* is the result of an operation, data included, or one page of one region after it: its state",
                "(present, swap entry, hole, unmapped; anonymous; mapped once; soft-dirty), the type of a swap entry, the node,",
                "which other pages show the same frame, and whether the frame is another one than before. An *operation* agrees",
                "if its result and every page of every process after it agree; a *sequence*, if all its compared operations do.",
                "`mvn mm:conform -Dmm.log=FILE` prints the same for a log of your own; the format is described beside the logs,",
                "in `mm-properties/src/test/resources/io/mmcheck/conform/README.md`.");
    }

    private static String row(ConformResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %d (%.1f %%) | %s |",
                result.log(),
                result.kernel(),
                result.swap(),
                result.all(),
                result.operations().compared(),
                result.operations().agreed(),
                result.agreement(),
                result.observations());
    }

    /** Every test, whether the model reaches it or not. */
    private static List<String> hmmTests() {
        List<String> lines = new ArrayList<>(List.of(
                "`tools/testing/selftests/mm/hmm-tests.c` has 58 tests: 29 bodies, each for device-private and for device-coherent",
                "memory. On the recorded kernel all pass. Here each is a sequence of operations on `v6.12` with four pages where the",
                "test has 1,024; *asserted* is what the test asserts, *model* what the model does. What is said once was asserted in",
                "every round. `race` is every schedule with up to two preemptions. *later* waits for something not modelled yet.",
                "",
                "| test | variant | asserted | model | agrees |",
                "|---|---|---|---|---|"));
        for (HmmTests.Body body : HmmTests.ALL) {
            for (HmmTests.Variant variant : HmmTests.Variant.values()) {
                lines.add(hmmTest(body, variant));
            }
        }
        return lines;
    }

    private static String hmmTest(HmmTests.Body body, HmmTests.Variant variant) {
        if (!body.later().isEmpty()) {
            return "| " + body.name() + " | " + variant + " | | | later: " + body.later() + " |";
        }
        HmmTestRun.Outcome outcome = HmmTestRun.of(body, variant, Conformances.RECORDED);
        return "| " + body.name() + " | " + variant + " | " + cell(outcome.asserted()) + " | "
                + (outcome.agrees() ? "the same" : cell(outcome.model())) + " | "
                + (outcome.agrees() ? "yes" : "**no**")
                + " |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static List<String> differences() {
        List<String> lines = new ArrayList<>();
        for (String log : Logs.ALL) {
            for (Difference difference : Conformances.of(log).differences()) {
                String reason = KnownDifferences.reason(log, difference);
                lines.add("* " + log + ", sequence " + difference.sequence() + ", " + difference + ". "
                        + (reason.isEmpty() ? "**No reason known.**" : reason));
            }
        }
        return lines.isEmpty() ? List.of("None.") : lines;
    }

    /** How far the logs tell kernels apart. */
    private static List<String> otherKernels() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Operations that agree / are compared, one thread at a time: faults that need a race cannot show here, and a");
        lines.add(
                "release agrees as far as its behaviour is that of the recorded one. PG_dirty counts in the `lostdirty` logs.");
        lines.add("");
        StringBuilder head = new StringBuilder("| kernel |");
        StringBuilder rule = new StringBuilder("|---|");
        for (String log : Logs.ALL) {
            head.append(' ').append(log).append(" |");
            rule.append("---:|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        List<Kernel> kernels = new ArrayList<>(List.of(Kernel.TODAY));
        for (int i = Release.ALL.size() - 1; i >= 0; i--) {
            kernels.add(Release.ALL.get(i).kernel());
        }
        for (Kernel kernel : kernels) {
            StringBuilder row = new StringBuilder("| " + kernel + " |");
            for (String log : Logs.ALL) {
                row.append(' ')
                        .append(Conformances.run(log, kernel).operations())
                        .append(" |");
            }
            lines.add(row.toString());
        }
        return lines;
    }

    /** PG_dirty operation by operation, the other columns by count. */
    private static List<String> apart() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| log |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Column column : Column.values()) {
            if (!column.stable()) {
                head.append(' ').append(column).append(" |");
                rule.append("---:|");
            }
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (String log : Logs.ALL) {
            StringBuilder row = new StringBuilder("| " + log + " |");
            for (Column column : Column.values()) {
                if (!column.stable()) {
                    row.append(' ').append(Conformances.of(log).apart(column)).append(" |");
                }
            }
            lines.add(row.toString());
        }
        lines.add("");
        lines.addAll(finding());
        lines.addAll(differencesApart());
        return lines;
    }

    /** What today would show instead. */
    private static List<String> finding() {
        int differ = 0;
        for (String log : List.of("random-001-150", "random-loopswap-1001-1120")) {
            differ += (int) Conformances.run(log, Kernel.TODAY).differencesApart().stream()
                    .filter(d -> d.column() == Column.DIRTY && d.model().endsWith("(true)"))
                    .count();
        }
        return List.of(
                "The recording bears out one finding, `device-write-without-dirty`: after `hmmwrite` the kernel shows pages that",
                "are not dirty, as `v6.12` does, because test_hmm does not mark what it writes (xe does: xe_mark_range_accessed).",
                "hmm_range_fault is content with a pte that is writable and clean, so such a write to a page that was read back",
                "from swap is lost at the next reclaim. On `today`, whose driver marks it, PG_dirty differs in "
                        + differ + " more places,",
                "all behind an `hmmwrite`.",
                "");
    }

    /** By reason; each page with the operation after which it begins. */
    private static List<String> differencesApart() {
        List<String> lines = new ArrayList<>();
        for (ApartReasons reason : ApartReasons.values()) {
            Map<String, String> begins = new LinkedHashMap<>();
            Map<String, Integer> times = new LinkedHashMap<>();
            for (String log : Logs.ALL) {
                KernelLog source = Logs.recorded(log);
                for (Difference d : Conformances.of(log).differencesApart()) {
                    if (ApartReasons.of(source, d) == reason) {
                        String page = log + ", sequence " + d.sequence() + ", " + d.where();
                        begins.putIfAbsent(page, d.operation());
                        times.merge(page, 1, Integer::sum);
                    }
                }
            }
            if (!begins.isEmpty()) {
                lines.add(reason.title() + ": " + reason.text());
                lines.add("");
                begins.forEach((page, operation) -> lines.add("* " + page + ": from `" + operation + "` on, "
                        + times.get(page) + (times.get(page) == 1 ? " time" : " times")));
                lines.add("");
            }
        }
        return lines;
    }
}
