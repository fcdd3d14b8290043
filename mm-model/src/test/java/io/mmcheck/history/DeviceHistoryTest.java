package io.mmcheck.history;

import static io.mmcheck.kernel.Runs.finish;
import static io.mmcheck.kernel.Runs.machine;
import static io.mmcheck.kernel.Runs.mapped;
import static io.mmcheck.kernel.Runs.step;
import static io.mmcheck.kernel.Runs.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceHistoryTest {
    private static final Config CONFIG = new Config(2, 2, 2, 6, 3, 1, 2, 2, 2, true);

    private static World<Machine> world(HistoricPatch patch, Machine m, Action... actions) {
        return World.of(Kernel.TODAY.with(patch), m, List.of(new ArrayList<>(Arrays.asList(actions))));
    }

    private static List<HistoricPatch> all() {
        return History.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_patch_applies_to_today(HistoricPatch patch) {
        assertThat(Kernel.TODAY.with(patch).patches()).containsExactly(patch);
        assertThat(patch.title()).isNotEmpty();
    }

    @Test
    void without_the_dirty_bit_a_store_is_lost() {
        Machine swapped = Runs.after(mapped(machine(CONFIG), 0, 0, 7, true), new Reclaim(0, 0));
        World<Machine> w = world(
                new DirtyBitNotCopied(),
                swapped,
                new Load(0, 0),
                new Store(0, 0, 2),
                new MigrateToDevice(0, 0, 1, 0),
                new Reclaim(0, 0),
                new Load(0, 0));
        w = until(w, 0, AllocAndCopy.At.ALLOCATE);
        w = finish(w.step(0).get(1), 0);

        assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(7);
    }

    @Test
    void only_the_old_pipeline_migrates_a_page_whose_lock_is_free_again() {
        assertThat(lockedWhileCollected(Kernel.TODAY)).isInstanceOf(Pte.Present.class);
        assertThat(lockedWhileCollected(Kernel.TODAY.with(new PfnLockedPipeline())))
                .isInstanceOf(Pte.DevicePrivate.class);
    }

    private static Pte lockedWhileCollected(Kernel kernel) {
        ThreadId other = ThreadId.of(1);
        Machine m = Folio.lock(mapped(machine(CONFIG), 0, 0, 7, true), other, 0);
        Operation<Machine> migrate = new MigrateToDevice(0, 0, 1, 0);
        World<Machine> w =
                World.of(kernel, m, List.of(List.of(migrate), List.of(Runs.act(x -> Folio.unlock(x, other, 0)))));
        w = until(w, 0, MigrateVmaCollectPmd.At.UNLOCK_PTL);
        w = finish(step(w, 1), 0);
        return w.machine().pte(0, 0);
    }
}
