/**
 * Properties of migration as tests of jqwik: {@link io.mmcheck.jqwik.MigrationContract} for a whole check, and {@code @ForAll
 * Scenario} for properties of one's own making. Nothing else of this library names jqwik. The assertions that go with them are
 * in {@link io.mmcheck.suite.MmAssertions}.
 */
@NullMarked
package io.mmcheck.jqwik;

import org.jspecify.annotations.NullMarked;
