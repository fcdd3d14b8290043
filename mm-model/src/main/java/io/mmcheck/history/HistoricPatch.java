package io.mmcheck.history;

import io.mmcheck.program.Patch;
import java.util.Set;

/** A patch that restores what a kernel of the past did. */
public interface HistoricPatch extends Patch {
    @Override
    String id();

    /** What it does, in a line. */
    String title();

    /** Where it is known from: the subject of the commit that ended it, and the releases that have it. */
    String source();

    /** Empty for a form that broke nothing. */
    @Override
    Set<String> breaks();

    @Override
    default String description() {
        return title() + " (" + source() + ")";
    }
}
