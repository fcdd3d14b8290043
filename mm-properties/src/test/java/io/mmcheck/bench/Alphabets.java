package io.mmcheck.bench;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.List;

/** What the exhaustive rows of the real machine explore. */
public final class Alphabets {
    private Alphabets() {}

    /** Every kind of operation on one page, two threads, so many operations in all, from a dirty page. */
    public static Alphabet<Machine> today(int budget) {
        Config sizes = Config.SEARCH.withCpus(2);
        List<Operation<Machine>> operations = new ArrayList<>();
        for (Kind kind : Operations.ALL) {
            List<Integer> arguments = new ArrayList<>();
            for (Parameter parameter : kind.parameters()) {
                int lowest = parameter.lowest();
                arguments.add(
                        parameter == Parameter.OTHER_PROCESS ? Math.max(lowest, parameter.highest(sizes)) : lowest);
            }
            operations.add(kind.make(arguments));
        }
        return new Alphabet<>(Kernel.TODAY, Setups.of("mapped-dirty", sizes).machine(), 2, operations, budget, true);
    }
}
