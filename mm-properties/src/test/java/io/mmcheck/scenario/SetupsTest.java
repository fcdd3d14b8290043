package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setup is reached from the empty machine, is what its name says, and keeps its books. */
class SetupsTest {
    private static final Config CONFIG = Config.SEARCH;

    static java.util.List<String> names() {
        return Setups.names();
    }

    private static Machine of(String name) {
        return Setups.of(name, CONFIG).machine();
    }

    private static Page mappedPage(Machine m, int process, int va) {
        return m.page(((Pte.Present) m.pte(process, va)).pfn());
    }

    @Test
    void nothingIsTouchedInEmpty() {
        assertThat(of("empty")).isEqualTo(Machine.empty(CONFIG));
    }

    @Test
    void mappedCleanIsWritableAndCleanOnASwapCacheFolio() {
        Machine m = of("mapped-clean");
        Pte.Present pte = (Pte.Present) m.pte(0, 0);
        assertThat(pte.writable()).isTrue();
        assertThat(pte.dirty()).isFalse();
        Page page = m.page(pte.pfn());
        assertThat(page.dirty()).isFalse();
        assertThat(page.inSwapCache()).isTrue();
        assertThat(m.swap().get(page.swapSlot()).content()).isEqualTo(page.data());
    }

    @Test
    void mappedDirtyIsAnOrdinaryAnonymousPage() {
        Machine m = of("mapped-dirty");
        Pte.Present pte = (Pte.Present) m.pte(0, 0);
        assertThat(pte.writable()).isTrue();
        assertThat(pte.dirty()).isTrue();
        assertThat(m.page(pte.pfn()).exclusive()).isTrue();
    }

    @Test
    void sharedByForkIsMappedReadOnlyTwice() {
        Machine m = of("shared-by-fork");
        for (int process = 0; process < 2; process++) {
            assertThat(((Pte.Present) m.pte(process, 0)).writable()).isFalse();
        }
        assertThat(m.pte(0, 0)).isInstanceOf(Pte.Present.class);
        assertThat(mappedPage(m, 0, 0)).isSameAs(mappedPage(m, 1, 0));
        assertThat(mappedPage(m, 0, 0).mapcount()).isEqualTo(2);
        assertThat(mappedPage(m, 0, 0).exclusive()).isFalse();
    }

    @Test
    void swappedIsExclusiveAndNotCached() {
        Machine m = of("swapped");
        Pte.Swap pte = (Pte.Swap) m.pte(0, 0);
        assertThat(pte.exclusive()).isTrue();
        assertThat(m.swap().get(pte.slot())).isEqualTo(new SwapSlot(1, 1, -1));
    }

    @Test
    void lazyfreeIsCleanAndNotSwapBacked() {
        Machine m = of("lazyfree");
        Pte.Present pte = (Pte.Present) m.pte(0, 0);
        assertThat(pte.dirty()).isFalse();
        assertThat(m.page(pte.pfn()).swapBacked()).isFalse();
        assertThat(m.page(pte.pfn()).dirty()).isFalse();
    }

    @Test
    void onDeviceIsADevicePrivateEntry() {
        Machine m = of("on-device");
        Pte.DevicePrivate pte = (Pte.DevicePrivate) m.pte(0, 0);
        assertThat(m.page(pte.pfn()).kind()).isEqualTo(PageKind.DEVICE_PRIVATE);
        assertThat(m.page(pte.pfn()).data()).isEqualTo(1);
    }

    @Test
    void zeroPageIsMappedReadOnly() {
        Pte.Present pte = (Pte.Present) of("zero-page").pte(0, 0);
        assertThat(pte.pfn()).isEqualTo(of("zero-page").zeroPage());
        assertThat(pte.writable()).isFalse();
    }

    @Test
    void crossedMapsTwoPagesInOppositeOrderAndRmapFindsThem() {
        Machine m = of("crossed");
        assertThat(mappedPage(m, 1, 0)).isSameAs(mappedPage(m, 0, 1));
        assertThat(mappedPage(m, 1, 1)).isSameAs(mappedPage(m, 0, 0));
        assertThat(mappedPage(m, 0, 0).data()).isEqualTo(1);
        assertThat(mappedPage(m, 0, 1).data()).isEqualTo(2);
        for (int process = 0; process < 2; process++) {
            for (int va = 0; va < 2; va++) {
                Page page = mappedPage(m, process, va);
                assertThat(m.mm(process).vma(va).indexOf(va)).isEqualTo(page.index());
                assertThat(m.mm(process).vma(va).chain() >> page.anonVma() & 1).isOne();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCountAddsUp(String name) {
        Machine m = of(name);
        int charged = 0;
        for (int pfn = 0; pfn < m.zeroPage(); pfn++) {
            Page page = m.page(pfn);
            int mapped = page.isHuge() ? mappedByPmds(m, pfn) : mapped(m, pfn);
            assertThat(page.isHuge() ? page.entireMapcount() : page.mapcount())
                    .as("mapcount of page %s", pfn)
                    .isEqualTo(mapped);
            assertThat(page.refs()).as("references of page %s", pfn).isEqualTo(mapped + (page.inSwapCache() ? 1 : 0));
            assertThat(page.isLocked() || page.writeback() || page.lru() == Lru.ISOLATED)
                    .isFalse();
            charged += page.charged() ? 1 : 0;
        }
        assertThat(m.charged()).isEqualTo(charged);
        for (int process = 0; process < CONFIG.processes(); process++) {
            int rss = 0;
            for (int va = 0; va < CONFIG.addresses(); va++) {
                Pte pte = m.leaf(process, va);
                boolean zero = pte instanceof Pte.Present present && present.pfn() == m.zeroPage();
                rss += !zero && (pte.isPresent() || pte instanceof Pte.DevicePrivate) ? 1 : 0;
            }
            assertThat(m.mm(process).rss()).as("rss of p%s", process).isEqualTo(rss);
        }
    }

    private static int mappedByPmds(Machine m, int pfn) {
        int mapped = 0;
        for (Mm mm : m.mms()) {
            for (Pmd pmd : mm.pmds()) {
                mapped += pmd instanceof Pmd.Huge huge && huge.pfn() == pfn ? 1 : 0;
            }
        }
        return mapped;
    }

    private static int mapped(Machine m, int pfn) {
        int mapped = 0;
        for (int process = 0; process < CONFIG.processes(); process++) {
            for (int va = 0; va < CONFIG.addresses(); va++) {
                mapped += m.leaf(process, va).maps(pfn) ? 1 : 0;
            }
        }
        return mapped;
    }

    /** Batches are drained and TLBs are empty, so that the shrinker may take one thread for another. */
    @ParameterizedTest
    @MethodSource("names")
    void noSetupFavoursACpu(String name) {
        assertThat(new ActionRenaming().threadsAlike(Setups.of(name, CONFIG))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySetupIsReachedOnOneToThreeCpus(String name) {
        for (int cpus = 1; cpus <= 3; cpus++) {
            assertThat(Setups.of(name, CONFIG.withCpus(cpus)).machine().cpus().size())
                    .isEqualTo(cpus);
        }
    }

    @Test
    void anUnknownSetupNamesNearOnes() {
        assertThatThrownBy(() -> Setups.of("swaped", CONFIG)).hasMessageContaining("near: swapped");
    }

    @Test
    void aMachineThatIsTooSmallIsNamed() {
        Config noDevice = new Config(2, 2, 2, 6, 0, 0, 1, 2, 2, true);
        assertThatThrownBy(() -> Setups.of("swapped", new Config(2, 2, 2, 6, 0, 0, 1, 0, 2, true)))
                .hasMessageContaining("setup swapped");
        assertThatThrownBy(() -> Setups.of("on-device", noDevice)).hasMessageContaining("setup on-device");
    }
}
