package io.mmcheck.operation;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of operation: its name in counterexamples and the roles of its numbers.
 *
 * @param name lower-case words joined by hyphens
 * @param parameters the role of each number, in order
 * @param maker makes the operation from as many numbers
 */
public record Kind(String name, List<Parameter> parameters, Function<List<Integer>, Action> maker) {
    public static Kind of(String name, Function<List<Integer>, Action> maker, Parameter... parameters) {
        return new Kind(name, List.of(parameters), maker);
    }

    /**
     * The operation of this kind with these numbers.
     *
     * @throws IllegalArgumentException if there are too many or too few, or one is negative
     */
    public Action make(List<Integer> arguments) {
        if (arguments.size() != parameters.size() || arguments.stream().anyMatch(a -> a < 0)) {
            throw new IllegalArgumentException(name + " takes " + parameters + ", not " + arguments);
        }
        return maker.apply(arguments);
    }
}
