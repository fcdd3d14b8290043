package io.mmcheck.conform;

import java.util.Locale;

/**
 * What the recorded machine swapped to. After swap-in a page stays in the swap cache of a disk; zram is synchronous, and a
 * slot that only one pte names is read past the swap cache.
 */
public enum SwapBackend {
    ZRAM,
    LOOP;

    /**
     * What a log was recorded with: what its header says (/proc/swaps), or else whether a page that was never shared by fork
     * is seen in the swap cache. Nothing but a backend that keeps it there can show that between two operations.
     */
    public static SwapBackend of(KernelLog log) {
        for (String line : log.header()) {
            if (line.startsWith("/dev/")) {
                return line.startsWith("/dev/zram") ? ZRAM : LOOP;
            }
        }
        return log.sequences().stream().anyMatch(SwapBackend::keepsCache) ? LOOP : ZRAM;
    }

    private static boolean keepsCache(LoggedSequence sequence) {
        for (LoggedOperation operation : sequence.operations()) {
            if (operation.name().equals("fork")) {
                return false;
            }
            if (operation.regions().stream()
                    .flatMap(region -> region.cells().stream())
                    .anyMatch(cell -> cell instanceof Cell.Present present && present.has('c'))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a page stays in the swap cache after swap-in. */
    public boolean keepsSwapCache() {
        return this == LOOP;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
