package io.mmcheck.conform;

import org.jspecify.annotations.Nullable;

/**
 * How a log is compared.
 *
 * @param swap what the recorded machine swapped to, or null to take it from the log ({@link SwapBackend#of})
 * @param dirty whether PG_dirty is compared like the stable columns: where a lost dirty bit is the symptom
 */
public record Settings(@Nullable SwapBackend swap, boolean dirty) {
    public static final Settings USUAL = new Settings(null, false);

    public Settings withSwap(SwapBackend backend) {
        return new Settings(backend, dirty);
    }

    public Settings withDirty(boolean value) {
        return new Settings(swap, value);
    }
}
