package io.mmcheck.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which programs are mutated: names, patterns, or one of three groups. */
public final class Scope {
    /** Device migration itself, from migrate_vma_setup() to finalize, with the driver's part in it. */
    public static final String MIGRATE_VMA = "migrate_vma";

    /** What device migration meets or relies on. */
    public static final String COMPANIONS = "companions";

    /** What patches of the kernel edit, and programs that are not of this library. */
    public static final String PATCHED = "patched";

    private static final List<String> OF_MIGRATE_VMA = List.of(
            "migrate_vma_*",
            "migrate_device_*",
            "__migrate_device_pages",
            "try_to_migrate*",
            "folio_migrate_mapping",
            "remove_migration_pte*",
            "migration_entry_wait",
            "device_private_fault",
            "lru_add_drain_all",
            "dmirror_*");

    private static final List<String> OF_COMPANIONS = List.of(
            "load",
            "store",
            "do_*",
            "handle_mm_fault",
            "wp_page_copy",
            "read_swap_cache_async",
            "free_swap_and_cache",
            "zap_page_range",
            "madvise_*",
            "copy_page_range",
            "dup_mmap",
            "exit_mm",
            "shrink_*",
            "end_swap_bio_write",
            "try_to_unmap",
            "*gup*",
            "*user_pages*",
            "follow_page_pte",
            "try_grab_folio",
            "hmm_range_fault");

    private Scope() {}

    /** Those of the known programs that the names are about, in their order. */
    public static List<String> programs(List<String> names, List<String> known) {
        List<String> patterns = new ArrayList<>();
        for (String name : names) {
            patterns.addAll(
                    switch (name) {
                        case MIGRATE_VMA -> OF_MIGRATE_VMA;
                        case COMPANIONS -> OF_COMPANIONS;
                        default -> List.of(name);
                    });
        }
        return known.stream()
                .filter(program -> patterns.stream().anyMatch(pattern -> matches(pattern, program)))
                .toList();
    }

    /** Whether a name fits a pattern in which {@code *} stands for any characters. */
    static boolean matches(String pattern, String name) {
        return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
