package io.mmcheck.program;

import static io.mmcheck.program.KernelTest.At.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mmcheck.machine.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What patches make of a program. */
class KernelTest {
    /** The letters of the labels that were executed. */
    record Tape(String text) implements State {}

    enum At {
        A,
        B,
        C,
        X
    }

    private static Step<Tape, Integer> write(String letter) {
        return (m, self, l) -> Next.next(new Tape(m.text() + letter), l);
    }

    private static Step<Tape, Integer> end(String letter) {
        return (m, self, l) -> Next.done(new Tape(m.text() + letter));
    }

    private static final Program<Tape, Integer> P = Program.<Tape, Integer>named("p")
            .at(A, write("a"))
            .at(B, write("b"))
            .at(C, end("c"));
    private static final Program<Tape, Integer> JUMP = Program.<Tape, Integer>named("jump")
            .at(A, (m, self, l) -> Next.go(m, B, l))
            .at(B, write("b"))
            .at(C, end("c"));
    private static final Program<Tape, Integer> Q =
            Program.<Tape, Integer>named("q").at(A, write("q")).at(B, end("r"));
    private static final Program<Tape, Integer> R =
            Program.<Tape, Integer>named("r").at(A, end("z"));

    private static final Patch SWAP = patch("swap", Edit.swap(P, Q));

    private record Named(String id, List<Edit> edits, Set<String> after) implements Patch {}

    private static Patch patch(String id, Edit... edits) {
        return new Named(id, List.of(edits), Set.of());
    }

    private static Patch after(String before, String id, Edit... edits) {
        return new Named(id, List.of(edits), Set.of(before));
    }

    private static String run(Program<Tape, Integer> program, Patch... patches) {
        Operation<Tape> operation = new Operation<>() {
            @Override
            public String text() {
                return "run";
            }

            @Override
            public Start<Tape, ?> start() {
                return new Start<>(program, 0);
            }
        };
        World<Tape> world = World.of(Kernel.TODAY.with(patches), new Tape(""), List.of(List.of(operation)));
        while (!world.finished()) {
            world = world.step(0).get(0);
        }
        return world.machine().text();
    }

    private static String refusal(Patch... patches) {
        return assertThatIllegalArgumentException()
                .isThrownBy(() -> Kernel.TODAY.with(patches))
                .actual()
                .getMessage();
    }

    @Test
    void labelsAreReplacedDroppedAndInserted() {
        assertThat(run(P)).isEqualTo("abc");
        assertThat(run(P, patch("replace", Edit.replace(P, B, write("x"))))).isEqualTo("axc");
        assertThat(run(P, patch("drop", Edit.drop(P, B)))).isEqualTo("ac");
        assertThat(run(P, patch("before", Edit.insertBefore(P, B, X, write("x")))))
                .isEqualTo("axbc");
        assertThat(run(P, patch("after", Edit.insertAfter(P, B, X, write("x")))))
                .isEqualTo("abxc");
    }

    @Test
    void whoJumpsToADroppedLabelComesToTheNextOne() {
        assertThat(run(JUMP)).isEqualTo("bc");
        assertThat(run(JUMP, patch("drop", Edit.drop(JUMP, B)))).isEqualTo("c");
        Patch moved = patch("move", Edit.drop(JUMP, B), Edit.insertBefore(JUMP, C, X, write("x")));
        assertThat(run(JUMP, moved)).isEqualTo("xc");
    }

    @Test
    void aFormTakesThePlaceOfAProgramAndCanBeEditedItself() {
        assertThat(run(P, SWAP)).isEqualTo("qr");
        assertThat(run(P, SWAP, patch("edit", Edit.replace(Q, B, end("s"))))).isEqualTo("qs");
        assertThat(run(P, SWAP, patch("again", Edit.swap(Q, R)))).isEqualTo("z");
    }

    @Test
    void anEditAppliesToTheFormInPlaceOrNotAtAll() {
        Patch ofOld = patch("of-old", Edit.drop(P, B));
        Patch ofNew = patch("of-new", Edit.drop(Q, A));
        assertThat(refusal(SWAP, ofOld)).contains("of-old", "another form of it is in place: q");
        assertThat(refusal(ofOld, SWAP))
                .contains("swap puts another form of p in place", "of-old does to it would be lost");
        assertThat(refusal(ofNew, SWAP)).contains("of-new edits q", "in place: p");
        assertThat(refusal(patch("again", Edit.swap(Q, R)), SWAP)).contains("again edits q", "in place: p");
    }

    @Test
    void anEditOfALabelThatIsGoneDoesNotApply() {
        assertThat(refusal(patch("one", Edit.drop(P, X))))
                .contains("one does not apply", "p has no label X", "A, B, C");
        assertThat(refusal(patch("one", Edit.insertAfter(P, B, C, write("x"))))).contains("which has it already");
    }

    @Test
    void twoEditsOfALabelNeedAnOrder() {
        Patch first = patch("first", Edit.replace(P, B, write("x")));
        assertThat(refusal(first, patch("second", Edit.replace(P, B, write("y")))))
                .contains("first and second both edit p.B");
        assertThat(run(P, first, after("first", "second", Edit.replace(P, B, write("y")))))
                .isEqualTo("ayc");
    }
}
