package io.mmcheck.conform;

import io.mmcheck.history.DirtyBitNotCopied;
import io.mmcheck.history.History;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Each log replayed once, on the kernel of its recording. */
final class Conformances {
    /** What was recorded: today, with what was found in it and not fixed yet, and with the fault handler as it was. */
    static final Kernel RECORDED = Kernel.of(
            "v6.12",
            History.ALL.stream()
                    .filter(patch -> patch.finding() || patch.id().equals("device-fault-livelock"))
                    .map(Patch.class::cast)
                    .toList());

    static final Kernel FIX_REMOVED = RECORDED.with(new DirtyBitNotCopied());

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
        return Conformance.run(Logs.recorded(log), kernel, settings);
    }

    static SequenceResult sequence(ConformResult result, String id) {
        return result.sequences().stream()
                .filter(sequence -> sequence.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
