package io.mmcheck.mutate;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import io.mmcheck.program.Place;
import io.mmcheck.program.Program;
import io.mmcheck.program.ReturnStep;
import io.mmcheck.program.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands at a label, whether a call returns there or not, without the types that a mutator cannot know. */
@FunctionalInterface
interface Act {
    Next<Object> take(Machine m, ThreadId self, Object locals, @Nullable Object result);

    /** The act of a place, as its kernel has it. */
    @SuppressWarnings({"unchecked", "NullAway"}) // a callee may return null where it says so itself
    static Act of(Place place) {
        Step<Machine, Object> step = (Step<Machine, Object>) place.step();
        if (step != null) {
            return (m, self, locals, result) -> step.take(m, self, locals);
        }
        ReturnStep<Machine, Object, Object> returns =
                (ReturnStep<Machine, Object, Object>) Objects.requireNonNull(place.returnStep());
        return returns::take;
    }

    /** An edit that puts another act at a place. */
    @SuppressWarnings("unchecked")
    static Edit replace(Place place, Act by) {
        Program<Machine, Object> program = (Program<Machine, Object>) place.program();
        return place.step() != null
                ? Edit.replace(program, place.label(), (m, self, locals) -> by.take(m, self, locals, null))
                : Edit.<Machine, Object, Object>replaceReturn(program, place.label(), by::take);
    }

    /** An edit that puts an act behind a place, under a label of its own. */
    @SuppressWarnings("unchecked")
    static Edit insertAfter(Place place, Enum<?> label, Act act) {
        Program<Machine, Object> program = (Program<Machine, Object>) place.program();
        return Edit.insertAfter(program, place.label(), label, (m, self, locals) -> act.take(m, self, locals, null));
    }
}
