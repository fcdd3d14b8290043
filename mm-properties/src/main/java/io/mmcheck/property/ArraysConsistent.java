package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Oops;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of struct migrate_vma are what drivers take them for: npages is how many pages collect has walked, and no more than
 * were asked for; after setup cpages is the number of entries that migrate, holes included, and a page that is listed migrates.
 * Drivers loop over npages and skip everything if cpages is 0 (lib/test_hmm.c). mm/migrate_device.c, migrate_vma_setup().
 */
public final class ArraysConsistent implements Property {
    @Override
    public String id() {
        return "arrays-consistent";
    }

    @Override
    public String statement() {
        return "npages and cpages count what the arrays of a migration say";
    }

    @Override
    public int looksAt() {
        return WORDS | CRASHES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Oops oops = after.oops();
        if (oops != null && oops.what().equals("migrate_vma")) {
            return new Violation(oops.why());
        }
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.events().isEmpty()) {
            return state;
        }
        for (Event event : moved.events()) {
            if (event instanceof MigrateVmaState returned) {
                String wrong = wrong(returned.args());
                if (wrong == null && returned.phase() == MigrateVmaState.Phase.SETUP) {
                    wrong = wrongAfterSetup(returned.args());
                }
                if (wrong != null) {
                    return new Violation(wrong);
                }
            }
        }
        return state;
    }

    private static @Nullable String wrong(MigrateVma args) {
        if (args.npages() > args.src().size()) {
            return "npages is " + args.npages() + ", and the arrays have room for "
                    + args.src().size();
        }
        return args.npages() == args.end() - args.start()
                ? null
                : "npages is " + args.npages() + ", and " + (args.end() - args.start()) + " pages were walked";
    }

    private static @Nullable String wrongAfterSetup(MigrateVma args) {
        if (args.cpages() != args.migrating()) {
            return "cpages is " + args.cpages() + ", and " + args.migrating() + " entries migrate: " + args.src();
        }
        for (int i = 0; i < args.npages(); i++) {
            MigratePfn src = args.src(i);
            if (src.valid() && !src.migrate()) {
                return "entry " + i + " names page " + src.pfn() + " after setup and does not migrate";
            }
        }
        return null;
    }
}
