package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** A page that fills a hole is mapped before anybody has said that its content is valid. */
public final class InsertedNotUptodate implements Mutant {
    @Override
    public String id() {
        return "inserted-not-uptodate";
    }

    @Override
    public String description() {
        return "device migration does not mark the page uptodate that fills a hole";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("mapped-ready");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateVmaInsertPage.PROGRAM, MigrateVmaInsertPage.At.MARK_UPTODATE));
    }
}
