package io.mmcheck.program;

import java.util.List;
import java.util.Set;

/**
 * A change of the programs: a historic bug put back, an attempted fix, or a user's own idea. A public class with a public
 * constructor without parameters can be found by {@link java.util.ServiceLoader} and named in {@code mm.kernel}.
 */
public interface Patch {
    /** What one writes after {@code +} in {@code mm.kernel}: lower-case words joined by hyphens. */
    String id();

    /** One line for people: what it changes, and from where it is known. */
    default String description() {
        return "";
    }

    /** The edits, applied in this order. */
    List<Edit> edits();

    /** The patches that this one knows of and may follow on the same label; any other meeting is a conflict. */
    default Set<String> after() {
        return Set.of();
    }

    /** The ids of the properties that it is declared to break; empty for an accepted form, which breaks nothing. */
    default Set<String> breaks() {
        return Set.of();
    }
}
