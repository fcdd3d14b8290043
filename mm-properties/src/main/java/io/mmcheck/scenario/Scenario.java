package io.mmcheck.scenario;

import io.mmcheck.explore.Schedule;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run as plain data: which kernel, from where, who does what, and who moves when. The same scenario gives the same run
 * everywhere.
 *
 * @param kernel the name of the kernel, in the grammar of {@code mm.kernel}
 * @param setup the name of the machine to start from
 * @param config the sizes of that machine
 * @param script the operations of each thread
 * @param schedule who moves when, and what the environment chooses
 */
public record Scenario(
        String kernel, String setup, Config config, List<List<Operation<Machine>>> script, Schedule schedule) {
    public Scenario {
        script = script.stream().map(List::copyOf).toList();
    }

    public int threads() {
        return script.size();
    }

    /** How many operations there are in all. */
    public int size() {
        return script.stream().mapToInt(List::size).sum();
    }

    public Scenario withKernel(String name) {
        return new Scenario(name, setup, config, script, schedule);
    }

    public Scenario withScript(List<List<Operation<Machine>>> operations) {
        return new Scenario(kernel, setup, config, operations, schedule);
    }

    public Scenario withSchedule(Schedule moves) {
        return new Scenario(kernel, setup, config, script, moves);
    }

    /** One line: {@code v5.19 swapped: load p0 0; store p0 0 2 | reclaim p0 0}. */
    @Override
    public String toString() {
        return kernel + " " + setup + ": "
                + script.stream()
                        .map(thread -> thread.stream().map(Operation::text).collect(Collectors.joining("; ")))
                        .collect(Collectors.joining(" | "));
    }
}
