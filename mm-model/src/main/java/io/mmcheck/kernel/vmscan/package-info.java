/** Reclaim (mm/vmscan.c, mm/page_io.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.vmscan;

import org.jspecify.annotations.NullMarked;
