package io.mmcheck.explore.why;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run that passes and is closest to the failing one.
 *
 * @param run the passing run, or null if none is known
 * @param changes what is different, one line for each segment of another length, segment put in, or other answer
 * @param preemptions how many it has
 * @param proof whether none is closer; if no run passes at all, that is what is proven
 */
public record Nearest<M extends State>(@Nullable Run<M> run, List<String> changes, int preemptions, Proof proof) {
    public Nearest {
        changes = List.copyOf(changes);
    }
}
