package io.mmcheck.property;

import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Machine;

/**
 * One claim about every run of the model. A public class with a public constructor without parameters, named in a
 * {@code META-INF/services} file of this interface, is found like those of this library.
 */
public interface Property extends Monitor<Machine> {

    /** How a claim is judged. */
    enum Kind {
        /** Something bad never happens: a finite run shows a violation. */
        SAFETY,
        /** Something good happens in the end: an endless run, or one where everybody waits, shows a violation. */
        LIVENESS,
        /** Something happens in some run; if it never does, the runs show less than they seem to. */
        SOMETIMES
    }

    /** The claim in one sentence. */
    String statement();

    default Kind kind() {
        return Kind.SAFETY;
    }
}
