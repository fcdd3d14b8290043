package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import java.util.List;

/** An operation on the machine of this library. Its text is its kind and its numbers: {@code store p0 0 2}. */
public interface Action extends Operation<Machine> {
    Kind kind();

    /** The numbers, in the order of {@link Kind#parameters}. */
    List<Integer> arguments();

    @Override
    default String text() {
        StringBuilder text = new StringBuilder(kind().name());
        for (int i = 0; i < arguments().size(); i++) {
            Parameter parameter = kind().parameters().get(i);
            boolean process = parameter == Parameter.PROCESS || parameter == Parameter.OTHER_PROCESS;
            text.append(process ? " p" : " ").append(arguments().get(i));
        }
        return text.toString();
    }
}
