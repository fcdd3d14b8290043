package io.mmcheck.property;

import io.mmcheck.explore.Lasso;
import io.mmcheck.kernel.memory.HandleMmFault;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * However many threads fault on one device-private or migrating page, under fair scheduling all of them get through
 * (mm/memory.c, do_swap_page(); mm/migrate.c, migration_entry_wait()). A fair loop without progress in which some thread is inside a
 * page fault all the time, or faults again and again, is a violation.
 */
public final class FaultEnds implements Property {
    @Override
    public String id() {
        return "fault-ends";
    }

    @Override
    public String statement() {
        return "under fair scheduling every page fault ends";
    }

    @Override
    public Kind kind() {
        return Kind.LIVENESS;
    }

    @Override
    public boolean liveness() {
        return true;
    }

    @Override
    public int looksAt() {
        return 0;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return state;
    }

    @Override
    public @Nullable String onLasso(Object state, Lasso<Machine> lasso) {
        TreeSet<Integer> faulting = new TreeSet<>();
        for (World<Machine> world : lasso.loop()) {
            Moved<Machine> moved = world.moved();
            if (moved != null && isInFault(world.frame(moved.thread()))) {
                faulting.add(moved.thread());
            }
        }
        return faulting.isEmpty()
                ? null
                : faulting.stream().map(t -> "T" + t).collect(Collectors.joining(" and "))
                        + " fault for ever: " + lasso.loop().size() + " steps repeat after "
                        + (lasso.stem().size() - 1);
    }

    private static boolean isInFault(@Nullable Frame top) {
        for (Frame frame = top; frame != null; frame = frame.caller()) {
            if (frame.place().program().name().equals(HandleMmFault.PROGRAM.name())) {
                return true;
            }
        }
        return false;
    }
}
