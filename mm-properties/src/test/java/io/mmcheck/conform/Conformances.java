package io.mmcheck.conform;

import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Each log replayed once, on the kernel of its recording. */
final class Conformances {
    static final Kernel RECORDED = Kernels.parse("v6.12");
    static final Kernel FIX_REMOVED = Kernels.parse("v6.12+dirty-bit-not-copied");

    private static final Map<String, ConformResult> RESULTS = new ConcurrentHashMap<>();

    private Conformances() {}

    static ConformResult of(String log) {
        return RESULTS.computeIfAbsent(log, name -> run(name, kernel(name)));
    }

    static Kernel kernel(String log) {
        return log.equals("lostdirty-fix-removed") ? FIX_REMOVED : RECORDED;
    }

    static ConformResult run(String log, Kernel kernel) {
        Settings settings = Settings.USUAL.withDirty(log.startsWith("lostdirty"));
        boolean loop = log.equals("thp-hand-loopswap"); // its observations do not show the swap cache
        return Conformance.run(Logs.recorded(log), kernel, loop ? settings.withSwap(SwapBackend.LOOP) : settings);
    }

    static SequenceResult sequence(ConformResult result, String id) {
        return result.sequences().stream()
                .filter(sequence -> sequence.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
