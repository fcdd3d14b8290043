package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    private final Lost lost = Lost.bit();
    private final Names names = Names.of(lost.found().run());

    @Test
    void addressesAreLetters() {
        assertThat(names.told("page 0 is mapped at p0 1 over page 2")).isEqualTo("page 0 is mapped at b over page 2");
    }

    @Test
    void operationsReadAsAPersonWouldWriteThem() {
        assertThat(names.told("migrate-to-device p0 0 1 0 has returned, and store p0 2 3 waits"))
                .isEqualTo("migrate-to-device a has returned, and store c = 3 waits");
    }

    @Test
    void whatOnlyLooksLikeAnOperationStays() {
        assertThat(names.told("no-such-kind p0 3 4, store p0 2, fork p0 9 x"))
                .isEqualTo("no-such-kind d 4, store c, fork j x");
    }

    @Test
    void theZeroPageHasNoNumber() {
        int zero = lost.found().run().start().machine().zeroPage();
        assertThat(names.told("page " + zero + " is mapped, page 1" + zero + " is not"))
                .isEqualTo("zero page is mapped, page 1" + zero + " is not");
    }
}
