package io.mmcheck.conform;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Each log replayed once, on the kernel of its recording. */
final class Conformances {
    static final Kernel RECORDED = Kernel.TODAY;
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

    /** What the recorder of lostdirty-fix-removed took out of its kernel. */
    private static final class DirtyBitNotCopied implements Patch {
        @Override
        public String id() {
            return "dirty-bit-not-copied";
        }

        @Override
        public List<Edit> edits() {
            return List.of(Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.COPY_DIRTY));
        }
    }
}
