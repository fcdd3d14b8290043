package io.mmcheck.history;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** lib/test_hmm.c ignores the notifications of its own migration and keeps its mappings of the old pages: a device store after the copy is lost. */
public final class DeviceWriteAfterCopy implements HistoricPatch {
    @Override
    public String id() {
        return "device-write-after-copy";
    }

    @Override
    public String title() {
        return "the driver does not drop its own mappings before it copies";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "test_hmm up to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(AllocAndCopy.PROGRAM, AllocAndCopy.At.INVALIDATE_OWN));
    }
}
