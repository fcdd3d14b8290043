package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import org.jspecify.annotations.Nullable;

/**
 * A migration entry names a folio that is locked and in use. pfn_swap_entry_to_page() in include/linux/swapops.h is a BUG_ON for
 * it, and migration_entry_wait_on_locked() in mm/filemap.c takes no reference because of it.
 */
public final class MigrationEntryLocked extends FolioProperty {
    @Override
    public String id() {
        return "migration-entry-locked";
    }

    @Override
    public String statement() {
        return "a page that a migration entry names is locked and has a reference";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES;
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        if (books.migrating(pfn) == 0) {
            return null;
        }
        Page page = m.folio(pfn);
        if (!page.isLocked()) {
            return "the migration entry at " + books.place(pfn) + " names page " + pfn + ", which nobody has locked";
        }
        return page.refs() > 0 || page.isFrozen()
                ? null
                : "the migration entry at " + books.place(pfn) + " names page " + pfn + ", which is free";
    }
}
