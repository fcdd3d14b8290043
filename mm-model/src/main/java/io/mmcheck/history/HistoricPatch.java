package io.mmcheck.history;

import io.mmcheck.program.Patch;
import java.util.Set;

/** A patch that restores what a real kernel, a real driver or a real discussion has had. */
public interface HistoricPatch extends Patch {
    @Override
    String id();

    /** What it does, in a line. */
    String title();

    /** Where it is known from: the subject of the commit that ended it or brought it in; empty if there is none we know of. */
    String source();

    /** Which kernels were like this, in words: {@code up to 5.19}. */
    default String releases() {
        return "";
    }

    /** The seed of the corpus that it comes from, such as {@code 003}; empty if none. */
    default String seed() {
        return "";
    }

    /** Empty for a form that broke nothing. */
    @Override
    Set<String> breaks();

    /** Whether it is a form that breaks nothing: it has a scenario that shows what it does, and no bar of finding it. */
    default boolean accepted() {
        return breaks().isEmpty();
    }

    /** Whether it is a fault of the recorded source that we found and that has no fix known to us. */
    default boolean finding() {
        return false;
    }

    @Override
    default String description() {
        String where = source() + (source().isEmpty() || releases().isEmpty() ? "" : ", ") + releases();
        return where.isEmpty() ? title() : title() + " (" + where + ")";
    }
}
