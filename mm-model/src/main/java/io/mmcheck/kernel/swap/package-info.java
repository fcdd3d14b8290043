/** LRU batches (mm/swap.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.swap;

import org.jspecify.annotations.NullMarked;
