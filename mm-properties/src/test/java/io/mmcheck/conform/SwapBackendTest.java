package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwapBackendTest {
    private static final String CACHED = "p0 r0 anon 0:PXD/n0/f0/m1/Acb";

    @Test
    void theHeaderDecides() {
        assertThat(SwapBackend.of(Logs.made("/dev/loop0 partition", "seq 1 x", "end")))
                .isEqualTo(SwapBackend.LOOP);
        assertThat(SwapBackend.of(Logs.made("/dev/zram0 partition", "seq 1 x", "> p0 read r0 0", "= 1", CACHED, "end")))
                .isEqualTo(SwapBackend.ZRAM);
    }

    @Test
    void withoutHeaderAPageInTheSwapCacheIsASignOfADisk() {
        assertThat(SwapBackend.of(Logs.made("seq 1 x", "> p0 read r0 0", "= 1", CACHED, "end")))
                .isEqualTo(SwapBackend.LOOP);
        assertThat(SwapBackend.of(Logs.made("seq 1 x", "end"))).isEqualTo(SwapBackend.ZRAM);
    }

    /** A slot that two ptes name goes through the swap cache on zram as well. */
    @Test
    void aSharedPageIsNoSign() {
        assertThat(SwapBackend.of(Logs.made("seq 1 x", "> p0 fork p1", "= 0", "> p0 read r0 0", "= 1", CACHED, "end")))
                .isEqualTo(SwapBackend.ZRAM);
    }

    @Test
    void theRecordedLogsAreToldApart() {
        assertThat(SwapBackend.of(Logs.recorded("random-001-150"))).isEqualTo(SwapBackend.ZRAM);
        assertThat(SwapBackend.of(Logs.recorded("smoke"))).isEqualTo(SwapBackend.ZRAM);
        assertThat(SwapBackend.of(Logs.recorded("random-loopswap-1001-1120"))).isEqualTo(SwapBackend.LOOP);
        assertThat(SwapBackend.of(Logs.recorded("lostdirty-fixed"))).isEqualTo(SwapBackend.LOOP);
    }
}
