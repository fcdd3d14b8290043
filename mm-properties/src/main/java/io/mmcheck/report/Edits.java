package io.mmcheck.report;

import io.mmcheck.program.Edit;
import io.mmcheck.program.Patch;
import java.util.stream.Stream;

/** What a patch does to the programs, in words. */
public final class Edits {
    private Edits() {}

    /** {@code dirty-bit-not-copied drops migrate_vma_collect_pmd COPY_DIRTY}. */
    public static Stream<String> texts(Patch patch) {
        return patch.edits().stream().map(edit -> patch.id() + " " + text(edit));
    }

    private static String text(Edit edit) {
        String program = edit.program().name();
        if (edit instanceof Edit.Drop drop) {
            return "drops " + program + " " + drop.label();
        }
        if (edit instanceof Edit.Replace replace) {
            return "replaces " + program + " " + replace.label();
        }
        if (edit instanceof Edit.Insert insert) {
            return "inserts a step " + (insert.before() ? "before " : "after ") + program + " " + insert.anchor();
        }
        return "puts another program in the place of " + program;
    }
}
