/** Changing access rights (mm/mprotect.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mprotect;

import org.jspecify.annotations.NullMarked;
