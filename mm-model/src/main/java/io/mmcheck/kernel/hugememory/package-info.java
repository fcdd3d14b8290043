/** Transparent huge pages (mm/huge_memory.c), read from 6.12. The page table that the kernel deposits is taken when it is needed. */
@NullMarked
package io.mmcheck.kernel.hugememory;

import org.jspecify.annotations.NullMarked;
