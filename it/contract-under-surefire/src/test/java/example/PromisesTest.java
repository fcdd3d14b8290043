package example;

import io.mmcheck.jqwik.MigrationContract;

/** All that a user writes. */
class PromisesTest implements MigrationContract {}
