/** Page tables and faults (mm/memory.c, include/linux/pgtable.h), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.memory;

import org.jspecify.annotations.NullMarked;
