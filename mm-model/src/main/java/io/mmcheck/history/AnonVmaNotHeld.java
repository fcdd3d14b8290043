package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateDeviceRange;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** migrate_device_range() holds neither mmap_lock nor a reference on the anon_vma: exit may free it before the entries are removed. */
public final class AnonVmaNotHeld implements HistoricPatch {
    @Override
    public String id() {
        return "anon-vma-not-held";
    }

    @Override
    public String title() {
        return "eviction does not keep the anon_vma alive";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "6.1 to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-oops", "freed-clean", "rmap-walk-safe");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateDeviceRange.PROGRAM, MigrateDeviceRange.At.GET_ANON_VMA));
    }
}
