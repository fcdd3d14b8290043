package io.mmcheck.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PropertiesTest {
    @Test
    void everyClaimIsFound() {
        assertThat(Properties.all())
                .extracting(Property::id)
                .contains(
                        "all-unlocked",
                        "anon-exclusive-unique",
                        "arrays-consistent",
                        "bits-carried",
                        "clean-swap-cache",
                        "device-coherent",
                        "dirty-carried",
                        "flushed-before-copy",
                        "freed-clean",
                        "hole-honest",
                        "lock-order",
                        "mapcount-exact",
                        "memcg-balances",
                        "migration-entry-locked",
                        "no-deadlock",
                        "no-livelock",
                        "no-lost-write",
                        "no-migration-entry-left",
                        "no-oops",
                        "no-writeback-at-move",
                        "one-page-per-address",
                        "pin-stable",
                        "references-balance",
                        "rss-balances",
                        "some-device-fault-returns-a-page",
                        "some-driver-declines",
                        "some-hole-is-filled",
                        "some-migration-is-partial",
                        "some-migration-succeeds",
                        "some-pinned-page-stays",
                        "some-reclaim-writes",
                        "some-waiter-waits",
                        "some-zero-page-migrates",
                        "tlb-within-pte",
                        "wait-harmless")
                .isSorted();
    }

    @Test
    void everyClaimIsASentence() {
        assertThat(Properties.all()).allSatisfy(property -> {
            assertThat(property.statement()).isNotBlank().doesNotEndWith(".");
            assertThat(property.id()).matches("[a-z]+(-[a-z]+)*");
            assertThat(property.kind() == Property.Kind.SOMETIMES).isEqualTo(property instanceof Sometimes);
            assertThat(property.liveness())
                    .isEqualTo(
                            List.of("collect-ends", "fault-ends", "no-livelock").contains(property.id()));
        });
    }

    @Test
    void anUnknownIdNamesThoseThatThereAre() {
        assertThatThrownBy(() -> Properties.named("no-lost-writes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-lost-write");
        assertThat(List.of(Properties.named("no-oops"))).hasSize(1);
    }
}
