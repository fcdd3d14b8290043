package io.mmcheck.history.mutant;

import io.mmcheck.program.Patch;
import java.util.Set;

/** A patch of ours that takes one act away or changes it, so that a property is broken. */
public interface Mutant extends Patch {
    @Override
    String id();

    @Override
    String description();

    /** At least one: a mutant that breaks nothing is of no use. */
    @Override
    Set<String> breaks();
}
