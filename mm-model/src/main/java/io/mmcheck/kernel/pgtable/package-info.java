/** From a pmd to a page table that may go away (mm/pgtable-generic.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.pgtable;

import org.jspecify.annotations.NullMarked;
