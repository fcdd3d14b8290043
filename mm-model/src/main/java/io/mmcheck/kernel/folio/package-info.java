/** References and locks of folios (include/linux/mm.h, include/linux/pagemap.h, mm/swap.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.folio;

import org.jspecify.annotations.NullMarked;
