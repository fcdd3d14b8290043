package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.util.List;

/** Verdicts for tests. */
final class Samples {
    /** What means something to HTML, XML, JSON, shells, terminals, runners and file systems, and is too long for most. */
    static final String HOSTILE =
            "a<b>&\"c' ]]> </script><script>alert(1)</script> \u0000\u001B[2J\r\n::error::x \u202Egnp\u200F"
                    + " \uD83D\uDE00 \\ / ../.. " + "x".repeat(10_000);

    private Samples() {}

    static Verdict held(String property) {
        return held(property, 900);
    }

    static Verdict held(String property, long millis) {
        return new Verdict(
                property,
                "today",
                "what is claimed",
                Verdict.Outcome.HELD,
                1000,
                3,
                412_200,
                0,
                false,
                "2 threads",
                millis,
                null);
    }

    static Verdict violated(String property, String kernel) {
        Shown shown = new Shown(
                "swapped",
                "random search",
                25,
                11,
                5,
                0,
                "minimal",
                "1,204 states",
                List.of("without load, 1,204 states, complete"),
                List.of("dirty-bit-not-copied"),
                "load a: expected 2, found 1",
                List.of("CPU0", "  load a"),
                property + "-7c1e.mmtrace",
                "mmtrace 1\n");
        return verdict(property, kernel, Verdict.Outcome.VIOLATED, shown);
    }

    /** A violation on kernel today, with its run told step by step. */
    static Verdict told(String property, String story) {
        Shown shown = new Shown(
                "swapped",
                "random search",
                25,
                11,
                5,
                0,
                "minimal",
                "1,204 states",
                List.of(),
                List.of(),
                "load a: expected 2, found 1",
                List.of("CPU0", "  load a"),
                property + "-7c1e.mmtrace",
                "mmtrace 1\n",
                story,
                List.of(),
                "");
        return verdict(property, "today", Verdict.Outcome.VIOLATED, shown);
    }

    static Verdict hostile() {
        Shown shown = new Shown(
                HOSTILE,
                HOSTILE,
                1,
                1,
                1,
                0,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                List.of(HOSTILE),
                HOSTILE,
                List.of(HOSTILE),
                "../../" + HOSTILE,
                HOSTILE);
        return verdict(HOSTILE, HOSTILE, Verdict.Outcome.VIOLATED, shown);
    }

    static Verdict verdict(String property, String kernel, Verdict.Outcome outcome, Shown shown) {
        return new Verdict(
                property, kernel, "what is claimed", outcome, 1000, 3, 412_200, 0, false, "2 threads", 900, shown);
    }

    static Results results(Verdict... verdicts) {
        return new Results("check", "5", 1000, "17", 3_100, List.of(verdicts));
    }
}
