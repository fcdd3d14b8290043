package io.mmcheck.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The logs of real huge pages, and docs/conformance-thp.md. */
final class HugeLogs {
    private static final String ZERO_SUBPAGES =
            "mm/migrate.c, try_to_map_unused_to_zeropage(): where a folio is split, pages of it that hold nothing but zeroes are"
                    + " mapped to the shared zero page, in every process. The model's split keeps them";
    private static final String WHOLE_IN_SWAP_CACHE =
            "mm/vmscan.c, shrink_folio_list() with add_to_swap(): a huge page is swapped out as a whole and stays one in the swap"
                    + " cache, from where a fault maps all of it. The model splits it first";

    /** One operation after which model and kernel are known to differ, and why. */
    record Known(String log, String sequence, String operation, String reason) {}

    static final List<Known> KNOWN = known();

    private HugeLogs() {}

    private static List<Known> known() {
        List<Known> known = new ArrayList<>();
        for (String log : List.of("thp-hand", "thp-hand-loopswap")) {
            for (String operation : List.of("p0 hmmto r0 0 8 0", "p1 read r0 0", "p0 read r0 0")) {
                known.add(new Known(log, "8", operation, ZERO_SUBPAGES));
            }
            known.add(new Known(log, "9", "p0 hmmto r0 0 4 0", ZERO_SUBPAGES));
        }
        known.add(new Known("thp-hand-loopswap", "11", "p0 check r0 0 512 1100", WHOLE_IN_SWAP_CACHE));
        known.add(new Known("thp-hand-loopswap", "11", "p0 fill r0 0 512 1200", WHOLE_IN_SWAP_CACHE));
        return List.copyOf(known);
    }

    /** The operations of a log after which something differs, each with its first difference and how many there are. */
    static Map<Known, String> differing(String log) {
        Map<Known, String> first = new LinkedHashMap<>();
        Map<Known, Integer> counts = new LinkedHashMap<>();
        for (Difference difference : Conformances.of(log).differences()) {
            Known found = KNOWN.stream()
                    .filter(k -> k.log().equals(log)
                            && k.sequence().equals(difference.sequence())
                            && k.operation().equals(difference.operation()))
                    .findFirst()
                    .orElse(new Known(log, difference.sequence(), difference.operation(), ""));
            first.putIfAbsent(found, difference.toString());
            counts.merge(found, 1, Integer::sum);
        }
        first.replaceAll((known, text) -> counts.get(known) + " differences, the first: " + text);
        return first;
    }

    static String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# The model against real huge pages",
                "",
                "<!-- Written by HugeLogsTest. Do not edit: run it with -Dmm.docs.write=true. -->",
                "",
                "As [conformance.md](conformance.md), with page tables of 512 ptes: logs of regions of real huge pages of 2 MiB on",
                "6.12.117, replayed on `v6.12`. Of each page is compared: whether a pmd or a pte maps it, writable, dirty and young",
                "bits, the order of its folio, its node, which pages belong to one folio as far as the log tells, and the type of a",
                "swap entry; mapcounts of folio and page are counted apart. Each sequence is compared up to its first operation",
                "outside of the model: what moves pages between nodes, `mremap`, MADV_COLLAPSE, huge pages of shared memory, and the",
                "recorder's `splitthp` and `drain` (which run the deferred split).",
                "",
                "| log | operations | compared | agree | observations agree/compared | mapcounts |",
                "|---|---:|---:|---:|---:|---:|"));
        for (String log : Logs.HUGE) {
            ConformResult result = Conformances.of(log);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d (%.1f %%) | %s | %s |",
                    result.log(),
                    result.all(),
                    result.operations().compared(),
                    result.operations().agreed(),
                    result.agreement(),
                    result.observations(),
                    result.apart(Column.MAPCOUNT)));
        }
        lines.addAll(List.of(
                "", "## Where sequences stop", "", "| log | first operation outside | sequences |", "|---|---|---:|"));
        for (String log : Logs.HUGE) {
            Conformances.of(log)
                    .stops()
                    .forEach((stop, count) -> lines.add("| " + log + " | " + stop + " | " + count + " |"));
        }
        lines.addAll(List.of("", "## Differences", ""));
        for (String log : Logs.HUGE) {
            differing(log)
                    .forEach((known, text) -> lines.add("* " + log + ", sequence " + known.sequence() + ", " + text
                            + ". " + (known.reason().isEmpty() ? "**No reason known.**" : known.reason() + ".")));
        }
        return String.join("\n", lines) + "\n";
    }
}
