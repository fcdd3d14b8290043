package io.mmcheck.history;

import io.mmcheck.explore.Case;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import java.util.List;

/**
 * A historic bug as the benchmark sees it.
 *
 * @param scenario a smallest one that shows it
 * @param preemptions how many of them that takes
 */
public record MeasuredBug(
        String patch, String property, String setup, Kernel kernel, Case<Machine> scenario, int preemptions) {
    /** Those of the table in the docs. */
    public static List<MeasuredBug> all() {
        return GroundTruth.BUGS.stream()
                .map(bug -> new MeasuredBug(
                        bug.patch(), bug.property(), bug.setup(), bug.kernel(), bug.scenario(), bug.preemptions()))
                .toList();
    }
}
