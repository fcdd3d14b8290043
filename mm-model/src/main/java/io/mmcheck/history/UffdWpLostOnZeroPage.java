package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** A zero page that userfaultfd protects from stores migrates to a device as a hole does, and the entry of the device page says nothing. */
public final class UffdWpLostOnZeroPage implements HistoricPatch {
    @Override
    public String id() {
        return "uffd-wp-lost-on-zero-page";
    }

    @Override
    public String title() {
        return "a write-protected zero page loses uffd-wp when it migrates to a device";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "5.7 to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateVmaInsertPage.PROGRAM,
                MigrateVmaInsertPage.At.CHECK_PTE,
                (m, self, l) -> MigrateVmaInsertPage.checkHole(m, l)));
    }
}
