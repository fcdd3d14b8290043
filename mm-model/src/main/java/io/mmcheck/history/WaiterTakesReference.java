package io.mmcheck.history;

import static io.mmcheck.history.WaiterTakesReference.At.*;
import static io.mmcheck.kernel.memory.MigrationEntryWait.At.QUEUE_WAITER;
import static io.mmcheck.kernel.memory.MigrationEntryWait.At.UNLOCK_PTL;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.memory.MigrationEntryWait;
import io.mmcheck.kernel.memory.MigrationEntryWait.Locals;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * A fault on a migration entry took a reference on the page under the PTL and dropped it only when it stood in the queue of the
 * page lock. A migration that checked references in between failed because of somebody who waited for it to succeed.
 */
public final class WaiterTakesReference implements HistoricPatch {
    /** What the patch brings. */
    public enum At {
        TRY_GET_FOLIO,
        PUT_AND_QUEUE
    }

    @Override
    public String id() {
        return "waiter-takes-reference";
    }

    @Override
    public String title() {
        return "who waits for a migration holds a reference on the page until he stands in the queue";
    }

    @Override
    public String source() {
        return "\"mm/migrate.c: rework migration_entry_wait() to not take a pageref\"";
    }

    @Override
    public String releases() {
        return "up to 5.16";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("wait-harmless", "fault-ends", "no-livelock");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.insertAfter(
                        MigrationEntryWait.PROGRAM, QUEUE_WAITER, TRY_GET_FOLIO, WaiterTakesReference::tryGetFolio),
                Edit.insertAfter(
                        MigrationEntryWait.PROGRAM, UNLOCK_PTL, PUT_AND_QUEUE, WaiterTakesReference::putAndQueue));
    }

    /** get_page_unless_zero(): a page whose references are frozen is not waited for. */
    static Next<Locals> tryGetFolio(Machine m, ThreadId self, Locals l) {
        return Folio.canGet(m, l.pfn())
                ? Next.next(Folio.get(m, self, l.pfn()), l)
                : Next.done(Ptl.unlock(m, self, m.tableOf(l.process(), l.va())), FaultResult.RETRY);
    }

    /** put_and_wait_on_page_locked(). */
    static Next<Locals> putAndQueue(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.put(m, self, l.pfn()), l);
    }
}
