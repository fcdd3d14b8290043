/** Reverse mapping (mm/rmap.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.rmap;

import org.jspecify.annotations.NullMarked;
