package io.mmcheck.history;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.State;
import io.mmcheck.program.Next;
import java.util.function.UnaryOperator;

/** What patches do to the outcome of a step that they wrap. */
final class Steps {
    private Steps() {}

    /** The same outcome on another machine. */
    static <L> Next<L> onMachine(Next<L> next, UnaryOperator<Machine> change) {
        if (next instanceof Next.Go<L> go) {
            return new Next.Go<>(changed(go.machine(), change), go.label(), go.locals(), go.events());
        }
        if (next instanceof Next.Done<L> done) {
            return new Next.Done<>(changed(done.machine(), change), done.result(), done.events());
        }
        if (next instanceof Next.Call<L> call) {
            return new Next.Call<>(
                    changed(call.machine(), change),
                    call.program(),
                    call.callee(),
                    call.returnTo(),
                    call.locals(),
                    call.events());
        }
        return next;
    }

    /** The same outcome with other locals, if it goes on in this program. */
    static <L> Next<L> onLocals(Next<L> next, UnaryOperator<L> change) {
        return next instanceof Next.Go<L> go
                ? new Next.Go<>(go.machine(), go.label(), change.apply(go.locals()), go.events())
                : next;
    }

    private static Machine changed(State machine, UnaryOperator<Machine> change) {
        return change.apply((Machine) machine);
    }
}
