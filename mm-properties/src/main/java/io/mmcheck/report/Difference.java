package io.mmcheck.report;

import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything in which two values differ, with the way to it: {@code pages[0].refs 1 -> 2}. Records name their own parts. */
final class Difference {
    private final List<String> lines = new ArrayList<>();

    private Difference() {}

    static List<String> of(Record before, Record after) {
        Difference difference = new Difference();
        difference.parts("", before, after);
        return difference.lines;
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after) {
        if (before == after || before != null && before.equals(after)) {
            return;
        }
        if (before instanceof Pte from && after instanceof Pte to) {
            lines.add(path + " " + text(from) + " -> " + text(to));
        } else if (before instanceof Table<?> from && after instanceof Table<?> to && from.size() == to.size()) {
            for (int i = 0; i < from.size(); i++) {
                compare(path + "[" + i + "]", from.get(i), to.get(i));
            }
        } else if (before instanceof Record from && after instanceof Record to && from.getClass() == to.getClass()) {
            parts(path + ".", from, to);
        } else {
            lines.add(path + " " + before + " -> " + after);
        }
    }

    private void parts(String path, Record before, Record after) {
        for (RecordComponent part : before.getClass().getRecordComponents()) {
            try {
                compare(
                        path + part.getName(),
                        part.getAccessor().invoke(before),
                        part.getAccessor().invoke(after));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the record " + before.getClass() + " is not public", e);
            }
        }
    }

    /** An entry in words, and the bits that words leave out. */
    private static String text(Pte pte) {
        if (pte instanceof Pte.Present p) {
            return PteText.of(pte) + (p.young() ? " A" : "") + (p.softDirty() ? " sd" : "") + (p.uffdWp() ? " uw" : "");
        }
        return PteText.of(pte);
    }
}
