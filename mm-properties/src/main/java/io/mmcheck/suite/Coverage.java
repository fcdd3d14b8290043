package io.mmcheck.suite;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Place;
import io.mmcheck.program.Program;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the runs of a check passed through: how often each label was executed, and where runs waited, went back or failed. */
public final class Coverage {
    private final Map<Place, long[]> hits = new HashMap<>();
    private final Map<Place, Integer> lines = new HashMap<>();
    private final Map<String, Long> waits = new TreeMap<>();
    private final Map<String, Long> choices = new TreeMap<>();
    private final Map<String, Long> jumps = new TreeMap<>();
    private final Map<String, Long> retries = new TreeMap<>();

    void watch(Run<Machine> run, int i) {
        Moved<Machine> moved = run.moved(i);
        Place place = moved.place();
        hits.computeIfAbsent(place, p -> new long[1])[0]++;
        if (moved.alternative() != 0 && moved.choice() != null) {
            choices.merge(moved.choice(), 1L, Long::sum);
        }
        Frame before = run.before(i).frame(moved.thread());
        Frame after = run.after(i).frame(moved.thread());
        if (before == null || after == null) {
            return;
        }
        boolean stays = moved.finished() == null && sameCall(before, after);
        if (stays && line(run, after.place()) <= line(run, place)) {
            String jump = place + " -> " + after.place().label();
            jumps.merge(jump, 1L, Long::sum);
            if (wasThere(run, i, after)) {
                retries.merge(jump, 1L, Long::sum);
            }
        }
        if (i + 1 < run.steps() && run.moved(i + 1).thread() != moved.thread()) {
            Object on = run.after(i).waitsFor(moved.thread());
            if (on != null) {
                waits.merge(kind(on.toString()), 1L, Long::sum);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a step that stays in a call keeps the very frame of the caller
    private static boolean sameCall(Frame one, Frame other) {
        return one.caller() == other.caller()
                && one.place().program() == other.place().program();
    }

    /** Whether the call was at this label before with nothing else in mind: the way to here was for nothing. */
    private static boolean wasThere(Run<Machine> run, int i, Frame now) {
        int thread = run.moved(i).thread();
        for (int j = i; j >= 0; j--) {
            if (run.moved(j).thread() != thread) {
                continue;
            }
            Frame then = run.before(j).frame(thread);
            if (then != null
                    && sameCall(then, now)
                    && then.place().equals(now.place())
                    && then.locals().equals(now.locals())) {
                return true;
            }
            if (run.moved(j).started() != null) {
                return false;
            }
        }
        return false;
    }

    private int line(Run<Machine> run, Place place) {
        return lines.computeIfAbsent(
                place, p -> run.start().kernel().labels(p.program()).indexOf(p.label()));
    }

    /** {@code the lock of page 3} as {@code the lock of page N}. */
    private static String kind(String what) {
        return what.replaceAll(", held by .*", "").replaceAll("\\d+", "N");
    }

    /** Adds what later runs of the same kernel passed through. */
    void add(Coverage later) {
        later.hits.forEach((place, n) -> hits.computeIfAbsent(place, p -> new long[1])[0] += n[0]);
        later.waits.forEach((what, n) -> waits.merge(what, n, Long::sum));
        later.choices.forEach((what, n) -> choices.merge(what, n, Long::sum));
        later.jumps.forEach((what, n) -> jumps.merge(what, n, Long::sum));
        later.retries.forEach((what, n) -> retries.merge(what, n, Long::sum));
    }

    /** What runs waited for, by kind, and how often. */
    public Map<String, Long> waits() {
        return waits;
    }

    /** What the environment chose instead of the usual, and how often. */
    public Map<String, Long> choices() {
        return choices;
    }

    /** Where a function went back to an earlier label: loops and retries. */
    public Map<String, Long> jumps() {
        return jumps;
    }

    /** Those of them after which a function knew no more than when it had been there before: it tries again. */
    public Map<String, Long> retries() {
        return retries;
    }

    /** The label table of each program that some run entered, as this kernel has it, with how often each label was executed. */
    public Map<String, Map<String, Long>> programs(Kernel kernel) {
        Map<String, Map<String, Long>> programs = new TreeMap<>();
        hits.forEach((place, n) -> programs.computeIfAbsent(
                        place.program().name(), name -> table(kernel, place.program()))
                .merge(place.label().name(), n[0], Long::sum));
        return programs;
    }

    private static Map<String, Long> table(Kernel kernel, Program<?, ?> program) {
        Map<String, Long> table = new LinkedHashMap<>();
        kernel.labels(program).forEach(label -> table.put(label.name(), 0L));
        return table;
    }

    /** Equal checks pass through the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Coverage c
                && counts().equals(c.counts())
                && waits.equals(c.waits)
                && choices.equals(c.choices)
                && jumps.equals(c.jumps)
                && retries.equals(c.retries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(waits, choices, jumps, retries);
    }

    private Map<Place, Long> counts() {
        Map<Place, Long> counts = new HashMap<>();
        hits.forEach((place, n) -> counts.put(place, n[0]));
        return counts;
    }
}
