package io.mmcheck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Trace;
import org.junit.jupiter.api.Test;

/** What is said of a saved counterexample, on its own kernel and on others. */
class ReplayerTest {
    private static final Trace TRACE = LostDirtyBit.trace();

    @Test
    void itReproducesItselfToTheByte() {
        Replayer.Replayed replayed = Replayer.replay(TRACE, LostDirtyBit.KERNEL, LostDirtyBit.PROPERTY);
        assertThat(replayed.reproduced()).isTrue();
        assertThat(replayed.violation().text()).isEqualTo(TRACE.text());
        assertThat(replayed.message()).contains("the page is clean");
    }

    @Test
    void anotherPropertyMayHoldInTheSameRun() {
        Replayer.Replayed replayed = Replayer.replay(TRACE, LostDirtyBit.KERNEL, Properties.named("no-deadlock"));
        assertThat(replayed.reproduced()).isFalse();
        assertThat(replayed.mismatch()).isNull();
        assertThat(replayed.message()).isEqualTo("the run is the same, but no-deadlock holds in it");
    }

    @Test
    void onAKernelWithoutTheFaultItIsAnotherRun() {
        Replayer.Replayed replayed = Replayer.replay(TRACE, Kernel.TODAY, LostDirtyBit.PROPERTY);
        assertThat(replayed.reproduced()).isFalse();
        assertThat(replayed.violation()).isNull();
        assertThat(replayed.mismatch()).isNotNull();
        assertThat(replayed.run().steps()).isPositive();
        assertThat(replayed.message()).contains("segment 1");
    }

    @Test
    void aLabelThatIsGoneIsNamedWithThoseNearToIt() {
        String text =
                TRACE.text().replace("dmirror_migrate_to_device.OPEN_DEVICE", "dmirror_migrate_to_device.OPEN_DEVISE");
        Replayer.Replayed replayed =
                Replayer.replay(Trace.parse("a.mmtrace", text), LostDirtyBit.KERNEL, LostDirtyBit.PROPERTY);
        assertThat(replayed.message())
                .startsWith("segment 1, step 1: expected dmirror_migrate_to_device.OPEN_DEVISE")
                .contains("no label is named 'OPEN_DEVISE'; near: OPEN_DEVICE");
    }

    @Test
    void aChangedDigestIsAChangedRun() {
        String text = TRACE.text().replaceFirst("digest [0-9a-f]{16}", "digest 0123456789abcdef");
        Replayer.Replayed replayed =
                Replayer.replay(Trace.parse("a.mmtrace", text), LostDirtyBit.KERNEL, LostDirtyBit.PROPERTY);
        assertThat(replayed.reproduced()).isFalse();
        assertThat(replayed.message()).contains("0123456789abcdef");
    }
}
