package io.mmcheck.conform;

import java.util.Set;

/** Programs of the model that are functions of the recorded graphs: one that the model does not enter must be missed. */
final class Programs {
    static final Set<String> NAMES = Set.of(
            "__get_user_pages",
            "__gup_longterm_locked",
            "__migrate_device_pages",
            "do_swap_page",
            "folio_migrate_mapping",
            "gup_put_folio",
            "hmm_range_fault",
            "migrate_device_finalize",
            "migrate_device_unmap",
            "migrate_vma_collect_pmd",
            "migrate_vma_setup",
            "pin_user_pages",
            "pin_user_pages_fast",
            "remove_migration_pte",
            "remove_migration_ptes",
            "try_grab_folio",
            "try_to_migrate",
            "try_to_migrate_one",
            "unpin_user_pages");

    private Programs() {}
}
