package io.mmcheck.operation;

import io.mmcheck.machine.Config;

/** The role of a number in an operation. Generation, renaming and shrinking derive from it. */
public enum Parameter {
    /** The process that acts, from 0. */
    PROCESS,
    /** Another process, such as the child of a fork. */
    OTHER_PROCESS,
    /** A virtual page, from 0. */
    ADDRESS,
    /** How many pages from the address on, at least 1. */
    COUNT,
    /** A value to store, from 1; what nobody stored is 0. */
    VALUE,
    /** A slot for a reference or a pin, from 0. */
    SLOT,
    /** A device, from 0. */
    DEVICE;

    /** The smallest value that makes sense. */
    public int lowest() {
        return this == COUNT || this == VALUE ? 1 : 0;
    }

    /** The largest value that makes sense on a machine. Larger ones are accepted: the operation ends with an errno. */
    public int highest(Config config) {
        return switch (this) {
            case PROCESS, OTHER_PROCESS -> config.processes() - 1;
            case ADDRESS -> config.addresses() - 1;
            case COUNT -> config.addresses();
            case VALUE -> 3;
            case SLOT -> config.holds() - 1;
            case DEVICE -> config.devices() - 1;
        };
    }
}
