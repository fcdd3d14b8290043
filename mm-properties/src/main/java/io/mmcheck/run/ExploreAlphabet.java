package io.mmcheck.run;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.List;

/** The operations that mm:explore puts together in every order. */
final class ExploreAlphabet {
    private ExploreAlphabet() {}

    /**
     * Each kind on as many addresses as asked for, in process 0, and with the least of the rest.
     *
     * @param names of kinds; empty is all of them
     */
    static List<Operation<Machine>> of(List<String> names, int addresses, Config config) {
        List<String> known = Operations.ALL.stream().map(Kind::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new CannotRunException("mm.kinds: " + NearMatches.message("operation", name, known));
            }
        }
        List<Operation<Machine>> alphabet = new ArrayList<>();
        for (Kind kind : Operations.ALL) {
            if (names.isEmpty() || names.contains(kind.name())) {
                int last = kind.parameters().contains(Parameter.ADDRESS) ? addresses : 1;
                for (int address = 0; address < last; address++) {
                    alphabet.add(operation(kind, address, config));
                }
            }
        }
        return alphabet;
    }

    private static Operation<Machine> operation(Kind kind, int address, Config config) {
        List<Integer> arguments = new ArrayList<>();
        for (Parameter parameter : kind.parameters()) {
            arguments.add(
                    switch (parameter) {
                        case ADDRESS -> address;
                        case OTHER_PROCESS -> parameter.highest(config);
                        case VALUE -> 2; // setups store 1
                        default -> parameter.lowest();
                    });
        }
        return kind.make(arguments);
    }
}
