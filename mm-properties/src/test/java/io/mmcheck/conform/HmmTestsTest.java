package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.conform.HmmTests.Body;
import io.mmcheck.conform.HmmTests.Variant;
import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel's own tests of device memory pass on the recorded kernel, so they pass on its model. */
class HmmTestsTest {
    /** A driver that allocates device memory and forgets to copy. */
    private static final class CopiesNothing implements Patch {
        @Override
        public String id() {
            return "copies-nothing";
        }

        @Override
        public List<Edit> edits() {
            return List.of(Edit.replace(
                    AllocAndCopy.PROGRAM,
                    AllocAndCopy.At.COPY,
                    (m, self, l) -> Next.go(m, AllocAndCopy.At.NEXT_ENTRY, l.next())));
        }
    }

    static Stream<Arguments> modelled() {
        return HmmTests.ALL.stream()
                .filter(body -> body.later().isEmpty())
                .flatMap(body -> Stream.of(Variant.values()).map(variant -> Arguments.of(body, variant)));
    }

    @Test
    void thereAreFiftyEight() {
        assertThat(HmmTests.ALL).extracting(Body::name).doesNotHaveDuplicates().hasSize(29);
        assertThat(HmmTests.ALL).filteredOn(body -> !body.later().isEmpty()).hasSizeLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void passesOnTheRecordedKernel(Body body, Variant variant) {
        HmmTestRun.Outcome outcome = HmmTestRun.of(body, variant, Conformances.RECORDED);
        assertThat(outcome.model()).isEqualTo(outcome.asserted());
        assertThat(outcome.asserted()).isNotEmpty();
        assertThat(outcome.agrees()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void passesOnToday(Body body, Variant variant) {
        HmmTestRun.Outcome outcome = HmmTestRun.of(body, variant, Kernels.parse("today"));
        assertThat(outcome.model()).isEqualTo(outcome.asserted());
        assertThat(outcome.agrees()).isTrue();
    }

    /** A table that cannot say no says nothing: where the driver copies nothing, the tests that look at the data fail. */
    @Test
    void aWrongDriverFails() {
        Kernel forgetful = Kernel.TODAY.with(new CopiesNothing());
        List<String> failing = HmmTests.ALL.stream()
                .filter(body -> body.later().isEmpty())
                .filter(body -> !HmmTestRun.of(body, Variant.PRIVATE, forgetful).agrees())
                .map(Body::name)
                .toList();
        assertThat(failing).contains("migrate", "migrate_fault", "migrate_release", "double_map");
    }

    @Test
    void aWrongExpectationIsNoAgreement() {
        Body wrong = new Body("wrong", "", "map p0 0 1; load p0 0 => 1");
        HmmTestRun.Outcome outcome = HmmTestRun.of(wrong, Variant.PRIVATE, Conformances.RECORDED);
        assertThat(outcome.agrees()).isFalse();
        assertThat(outcome.model()).isEqualTo("load p0 0: 0");
    }
}
