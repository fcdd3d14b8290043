package io.mmcheck.report;

import java.util.List;

/**
 * A counterexample as it is shown and kept.
 *
 * @param setup the machine that it starts from
 * @param foundBy {@code random search}, {@code exhaustive search} or {@code a saved counterexample}
 * @param foundAfter after how many random runs it was met; 0 if it was found otherwise
 * @param foundWith how many operations the run had that was met first
 * @param operations how many are left
 * @param preemptions how many times a thread that could go on is interrupted
 * @param proof {@code minimal}, {@code irreducible} or {@code not proven minimal}
 * @param certificate how much was searched for that
 * @param searches what was searched for that, each search in one line
 * @param needs the patches of the kernel without which it does not happen, as far as that is certain
 * @param lost what was lost, in one line
 * @param lanes the run in columns, without the last line
 * @param file the name of its file
 * @param trace the text of the file
 * @param story the run step by step, as JSON; empty if nobody told it
 * @param reasons what forces it, in lines
 * @param why all that is known of why it fails, as JSON; empty if nobody asked
 */
public record Shown(
        String setup,
        String foundBy,
        long foundAfter,
        int foundWith,
        int operations,
        int preemptions,
        String proof,
        String certificate,
        List<String> searches,
        List<String> needs,
        String lost,
        List<String> lanes,
        String file,
        String trace,
        String story,
        List<String> reasons,
        String why) {
    public Shown {
        searches = List.copyOf(searches);
        needs = List.copyOf(needs);
        lanes = List.copyOf(lanes);
        reasons = List.copyOf(reasons);
    }

    /** Without the run step by step, and without reasons. */
    public Shown(
            String setup,
            String foundBy,
            long foundAfter,
            int foundWith,
            int operations,
            int preemptions,
            String proof,
            String certificate,
            List<String> searches,
            List<String> needs,
            String lost,
            List<String> lanes,
            String file,
            String trace) {
        this(
                setup,
                foundBy,
                foundAfter,
                foundWith,
                operations,
                preemptions,
                proof,
                certificate,
                searches,
                needs,
                lost,
                lanes,
                file,
                trace,
                "",
                List.of(),
                "");
    }
}
