package io.mmcheck.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.scenario.Setups;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final ThreadId SELF = ThreadId.of(1);
    private final Machine m = Setups.of("mapped-dirty", Config.SEARCH).machine();

    @Test
    void whatAStepChangesIsNamed() {
        Machine changed = m.withPte(0, 0, Pte.NONE)
                .withPage(0, m.page(0).withDirty(true).withData(7))
                .withCharged(5);
        assertThat(Parts.changed(m, changed)).containsExactly("charged", "pages.data", "pages.dirty", "tables.ptes");
        assertThat(Parts.changed(m, m)).isEmpty();
    }

    @Test
    void aReferenceAndItsLedgerAreOnePart() {
        Machine changed = Folio.get(m, SELF, 0);
        assertThat(Parts.changed(m, changed)).containsExactly(Parts.REFERENCES);
        assertThat(Parts.keep(m, changed, Parts.REFERENCES)).isEqualTo(m);
    }

    /** Who allocates the page begins with none of it, so a mutant that keeps it is the same kernel. */
    @Test
    void whatAFreePageStillHoldsIsNoPart() {
        Page free = Page.free(m.page(0).kind());
        assertThat(Parts.changed(m, m.withPage(0, free)))
                .contains(Parts.REFERENCES, "pages.lru")
                .doesNotContain("pages.data", "pages.dirty", "pages.swapBacked");
    }

    @Test
    void onePartIsKeptAndTheOthersChange() {
        Machine changed = m.withPage(0, m.page(0).withDirty(true).withData(7));
        Machine kept = Parts.keep(m, changed, "pages.data");
        assertThat(Parts.changed(m, kept)).containsExactly("pages.dirty");
        assertThat(kept.recomputedHash64()).isEqualTo(kept.hash64());
    }

    @Test
    void locksOfAClassCanBeFreeOrHeld() {
        Machine locked = m.withMm(0, m.mm(0).withLock(new RwLock(-1, 1)));
        assertThat(Parts.unlocked(locked, "mms.lock").mm(0).lock()).isEqualTo(RwLock.FREE);
        assertThat(Parts.lockedBy(locked, "mms.lock", SELF).mm(0).lock().heldBy(SELF))
                .isTrue();
        assertThat(Parts.lockedBy(m, "tables.ptl", SELF).ptl(0, 0)).isEqualTo(1);
    }
}
