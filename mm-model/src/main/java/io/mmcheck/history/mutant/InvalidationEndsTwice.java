package io.mmcheck.history.mutant;

import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.rmap.TryToMigrateOne;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** try_to_migrate() tells the devices of a process twice that it is done: the next invalidation of theirs goes unseen. */
public final class InvalidationEndsTwice implements Mutant {
    @Override
    public String id() {
        return "invalidation-ends-twice";
    }

    @Override
    public String description() {
        return "try_to_migrate ends the invalidation of a process twice";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("device-coherent", "notifiers-balance");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                TryToMigrateOne.PROGRAM, TryToMigrateOne.At.NOTIFIER_END, InvalidationEndsTwice::notifierEnd));
    }

    private static Next<TryToMigrateOne.Locals> notifierEnd(Machine m, ThreadId self, TryToMigrateOne.Locals l) {
        Machine ended = MmuNotifier.end(m, l.listeners(), l.process());
        return TryToMigrateOne.PROGRAM.step(TryToMigrateOne.At.NOTIFIER_END).take(ended, self, l);
    }
}
