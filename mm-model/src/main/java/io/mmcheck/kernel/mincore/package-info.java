/** What is in memory (mm/mincore.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mincore;

import org.jspecify.annotations.NullMarked;
