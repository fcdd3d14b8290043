package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static io.mmcheck.property.Made.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.machine.event.MigrationFails;
import org.junit.jupiter.api.Test;

/** What is claimed of migration entries, holes, arrays and copies. */
class MigrationTest {
    private final Machine one = mapped(true, true);
    /** Page 0 is locked and on its way, with a reference of its migrator. */
    private final Machine moving = one.withPage(
                    0, one.page(0).withMapcount(0).withExclusive(false).withLockedBy(0))
            .withPte(0, 0, migration(0));

    @Test
    void aMigrationEntryNamesALockedPage() {
        Made run = Made.from(moving).then(T0, m -> m.withPage(0, m.page(0).withLockedBy(-1)));
        assertThat(run.judgedBy(new MigrationEntryLocked()))
                .isEqualTo("the migration entry at p0 0 names page 0, which nobody has locked");
        assertThat(run.judgedBy(new NoMigrationEntryLeft()))
                .isEqualTo("the migration of page 0 is over, and 1 migration entries for it are left, such as at p0 0");
    }

    @Test
    void theLockMayGoWithTheEntry() {
        Made run = Made.from(moving)
                .then(T0, m -> m.withPte(0, 0, present(0, true, true)))
                .ends(T0, m -> m.withPage(0, m.page(0).withLockedBy(-1)));
        assertThat(run.judgedBy(new MigrationEntryLocked())).isEqualTo("held");
        assertThat(run.judgedBy(new NoMigrationEntryLeft())).isEqualTo("held");
    }

    @Test
    void aMigrationEntryHasTheBitsOfThePteItReplaces() {
        Pte entry = new Pte.Migration(0, Pte.Migration.Kind.WRITE, false, true, false, false);
        Made run = Made.from(one)
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> m.withPte(0, 0, entry));
        assertThat(run.judgedBy(new BitsCarried())).startsWith("the accessed bit at p0 0 is lost");
    }

    @Test
    void aRestoredPteHasTheBitsOfTheMigrationEntry() {
        Pte entry = new Pte.Migration(0, Pte.Migration.Kind.WRITE, true, true, true, false);
        Made loses = Made.from(moving.withPte(0, 0, entry)).then(T0, m -> m.withPte(0, 0, present(0, true, true)));
        assertThat(loses.judgedBy(new BitsCarried())).startsWith("the soft-dirty bit at p0 0 is lost");
        Pte restored = new Pte.Present(0, true, true, true, true, false, false);
        Made keeps = Made.from(moving.withPte(0, 0, entry)).then(T0, m -> m.withPte(0, 0, restored));
        assertThat(keeps.judgedBy(new BitsCarried())).isEqualTo("held");
    }

    @Test
    void whatIsFilledIsAHole() {
        Machine holes = Made.machine();
        Made fills = Made.from(holes)
                .then(T0, m -> m.withPte(0, 0, new Pte.DevicePrivate(6, true, false, false)), new HoleFilled(0, 0, 6));
        assertThat(fills.judgedBy(new HoleHonest())).isEqualTo("held");
        Made shadows = Made.from(one)
                .then(T0, m -> m.withPte(0, 0, new Pte.DevicePrivate(6, true, false, false)), new HoleFilled(0, 0, 6));
        assertThat(shadows.judgedBy(new HoleHonest()))
                .startsWith("p0 0 was taken for a hole and is filled although the pte is page 0");
        Made clears = Made.from(one).in("migrate_vma_insert_page", T0, m -> m.withPte(0, 0, Pte.NONE));
        assertThat(clears.judgedBy(new HoleHonest())).startsWith("p0 0 was taken for a hole");
    }

    @Test
    void noPageIsMappedOverAnother() {
        Made over = Made.from(one).then(T0, m -> m.withPte(0, 0, present(1, true, true)));
        assertThat(over.judgedBy(new OnePagePerAddress()))
                .isEqualTo("page 1 is mapped at p0 0 over page 0, which was still mapped there");
        Made after = Made.from(one)
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> m.withPte(0, 0, present(1, true, true)));
        assertThat(after.judgedBy(new OnePagePerAddress())).isEqualTo("held");
        Machine zero = Made.machine().withPte(0, 0, present(one.zeroPage(), false, false));
        Made replaces = Made.from(zero).then(T0, m -> m.withPte(0, 0, present(1, true, true)));
        assertThat(replaces.judgedBy(new OnePagePerAddress())).isEqualTo("held");
    }

    @Test
    void noTlbMapsAPageThatIsCopied() {
        Machine cached = moving.withTlb(1, 0, 0, new TlbEntry(0, true, false));
        Made run = Made.from(cached).then(T0, m -> m, new Copied(0, 6));
        assertThat(run.judgedBy(new FlushedBeforeCopy()))
                .isEqualTo("page 0 is copied to page 6 while the TLB of CPU 1 maps it writable at p0 0");
        Machine unlocked = one.withTlb(1, 0, 0, new TlbEntry(0, false, false));
        Made copyOnWrite = Made.from(unlocked).then(T0, m -> m, new Copied(0, 1));
        assertThat(copyOnWrite.judgedBy(new FlushedBeforeCopy())).isEqualTo("held");
        Made fork = Made.from(cached).then(T0, m -> m, new ForkCopied(0, 1, 0), new Copied(0, 6));
        assertThat(fork.judgedBy(new FlushedBeforeCopy())).isEqualTo("held");
    }

    @Test
    void nothingTakesThePlaceOfAPageUnderWriteback() {
        Machine written = moving.withPage(0, moving.page(0).withSwapSlot(0).withWriteback(true))
                .withPage(1, moving.page(1).withRefs(1).withLockedBy(0));
        Made slot = Made.from(written).then(T0, m -> m.withPage(1, m.page(1).withSwapSlot(0)));
        assertThat(slot.judgedBy(new NoWritebackAtMove()))
                .isEqualTo("page 1 takes the place of page 0, which is being written to swap slot 0");
        Made mapping = Made.from(written).then(T0, m -> m.withPage(1, m.page(1).withMapping(0, 0)));
        assertThat(mapping.judgedBy(new NoWritebackAtMove())).startsWith("page 1 takes the place of page 0");
        Made later = Made.from(written)
                .then(T0, m -> m.withPage(0, m.page(0).withWriteback(false)))
                .then(T0, m -> m.withPage(1, m.page(1).withSwapSlot(0).withMapping(0, 0)));
        assertThat(later.judgedBy(new NoWritebackAtMove())).isEqualTo("held");
    }

    @Test
    void cpagesIsTheNumberOfEntriesThatMigrate() {
        MigrateVma args = MigrateVma.toDevice(0, 0, 2, 0)
                .plus(MigratePfn.collected(0, true), true)
                .plus(MigratePfn.HOLE, false);
        assertThat(setupReturns(args).judgedBy(new ArraysConsistent()))
                .startsWith("cpages is 1, and 2 entries migrate");
        assertThat(setupReturns(args.withCpages(2)).judgedBy(new ArraysConsistent()))
                .isEqualTo("held");
    }

    @Test
    void npagesIsTheNumberOfPagesWalked() {
        MigrateVma args = MigrateVma.toDevice(0, 0, 2, 0).plus(MigratePfn.NONE, false);
        assertThat(setupReturns(args).judgedBy(new ArraysConsistent()))
                .isEqualTo("npages is 1, and 2 pages were walked");
        assertThat(setupReturns(args.withEnd(1)).judgedBy(new ArraysConsistent()))
                .isEqualTo("held");
    }

    @Test
    void aPageThatIsListedAfterSetupMigrates() {
        MigratePfn stays = MigratePfn.collected(3, false).withMigrate(false);
        MigrateVma args = MigrateVma.toDevice(0, 0, 1, 0).plus(stays, false);
        assertThat(setupReturns(args).judgedBy(new ArraysConsistent()))
                .isEqualTo("entry 0 names page 3 after setup and does not migrate");
    }

    private Made setupReturns(MigrateVma args) {
        return Made.from(one).then(T0, m -> m, new MigrateVmaState(MigrateVmaState.Phase.SETUP, args));
    }

    @Test
    void waitersDoNotMakeAMigrationFail() {
        Made run = Made.from(moving)
                .in(
                        "migration_entry_wait",
                        Made.T1,
                        m -> m.withPage(0, m.page(0).withHeld(Made.T1, 1)))
                .then(T0, m -> m, new MigrationFails(0, "check", 1));
        assertThat(run.judgedBy(new WaitHarmless()))
                .startsWith("page 0 does not migrate: check finds 1 references too many");
        Made others = Made.from(moving)
                .in("gup", Made.T1, m -> m.withPage(0, m.page(0).withHeld(Made.T1, 1)))
                .then(T0, m -> m, new MigrationFails(0, "check", 1));
        assertThat(others.judgedBy(new WaitHarmless())).isEqualTo("held");
        Made both = Made.from(moving)
                .in(
                        "migration_entry_wait",
                        Made.T1,
                        m -> m.withPage(0, m.page(0).withHeld(Made.T1, 1)))
                .then(T0, m -> m, new MigrationFails(0, "check", 2));
        assertThat(both.judgedBy(new WaitHarmless())).isEqualTo("held");
    }
}
