package io.mmcheck.history;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.referenced;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.MigrateToSystem;
import io.mmcheck.operation.Store;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The weak check breaks nothing: a page that cannot move is copied for nothing, and stays where it is. */
class WeakUnmapCheckTest {
    private static final int DEVICE_PAGE = Config.SEARCH.frames();

    private final Machine held = referenced(
            after(Machine.empty(Config.SEARCH), new Store(0, 0, 7), new MigrateToDevice(0, 0, 1, 0)), DEVICE_PAGE, 1);

    @Test
    void todayFindsTheForeignReferenceBeforeTheDriverCopies() {
        assertThat(copies(Kernel.TODAY)).isZero();
    }

    @Test
    void theWeakCheckLetsTheDriverCopyAPageThatDoesNotMove() {
        assertThat(copies(Kernel.TODAY.with(new WeakUnmapCheck()))).isEqualTo(1);
        assertThat(new WeakUnmapCheck().accepted()).isTrue();
    }

    /** How many pages the driver copies; whatever it does, the page stays, and the new one is freed. */
    private int copies(Kernel kernel) {
        World<Machine> world = World.of(kernel, held, List.of(List.of(new MigrateToSystem(0, 0, 1, 0))));
        int copies = 0;
        while (!world.finished()) {
            world = world.step(0).get(0);
            Moved<Machine> moved = world.moved();
            copies += moved == null
                    ? 0
                    : (int) moved.events().stream()
                            .filter(Copied.class::isInstance)
                            .count();
        }
        Machine m = world.machine();
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.DevicePrivate(DEVICE_PAGE, true, true, false));
        assertThat(m.page(DEVICE_PAGE).refs()).isEqualTo(2);
        assertThat(m.charged()).isEqualTo(1);
        return copies;
    }
}
