package io.mmcheck.history;

import io.mmcheck.driver.MapSurvivors;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/**
 * lib/test_hmm.c ignores the notification of its own migration before it touches its sequence count, so a device access that has
 * read the zero page does not learn that the migration has filled the hole since. Found by the search, not confirmed elsewhere.
 */
public final class OwnMigrationUnseenByReaders implements HistoricPatch {
    @Override
    public String id() {
        return "own-migration-unseen-by-readers";
    }

    @Override
    public String title() {
        return "a device access that reads page tables does not learn of the device's own migration";
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
        return Set.of("device-coherent");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MapSurvivors.PROGRAM, MapSurvivors.At.RETRY_READERS));
    }
}
