package io.mmcheck.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.history.DirtyBitNotCopied;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract, called as jqwik calls it. */
class MigrationContractTest {
    private static final List<Property> LOST =
            List.of(Properties.named("no-lost-write"), Properties.named("dirty-carried"));

    @Test
    void anOldKernelFailsAndTheMessageNamesWhatItTakesToSeeItAgain() {
        assertThatThrownBy(() -> new Old().everyPropertyHolds())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("VIOLATED  dirty-carried")
                .hasMessageContaining("kernel  v5.19, seed 1")
                .hasMessageContaining("T0 ")
                .hasMessageContaining("replay -Dmm.kernel=v5.19 -Dmm.trace=mm1.");
    }

    @Test
    void aPatchThatTheContractNamesIsPartOfTheKernel() {
        assertThatThrownBy(() -> new Patched().everyPropertyHolds())
                .hasMessageContaining("kernel today+dirty-bit-not-copied")
                .hasMessageContaining("VIOLATED  dirty-carried");
    }

    @Test
    void noPropertyIsNoSuccess() {
        MigrationContract none = new MigrationContract() {
            @Override
            public List<Property> properties() {
                return List.of();
            }
        };
        assertThatThrownBy(none::everyPropertyHolds).hasMessageContaining("no property");
    }

    @Test
    void whatIsNotOverriddenIsTheDefault() {
        MigrationContract plain = new MigrationContract() {};
        assertThat(plain.kernel()).isSameAs(Kernel.TODAY);
        assertThat(plain.tries()).isEqualTo(200);
        assertThat(plain.seed()).isEqualTo(1);
        assertThat(plain.properties()).hasSameSizeAs(Properties.all());
    }

    private static final class Old implements MigrationContract {
        @Override
        public Kernel kernel() {
            return Kernels.parse("v5.19");
        }

        @Override
        public List<Property> properties() {
            return LOST;
        }
    }

    private static final class Patched implements MigrationContract {
        @Override
        public List<Patch> patches() {
            return List.of(new DirtyBitNotCopied());
        }

        @Override
        public List<Property> properties() {
            return LOST;
        }
    }
}
