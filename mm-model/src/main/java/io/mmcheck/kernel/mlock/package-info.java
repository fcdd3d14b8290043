/** Locked memory and populating (mm/mlock.c, mm/gup.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mlock;

import org.jspecify.annotations.NullMarked;
