/** Advice about memory (mm/madvise.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.madvise;

import org.jspecify.annotations.NullMarked;
