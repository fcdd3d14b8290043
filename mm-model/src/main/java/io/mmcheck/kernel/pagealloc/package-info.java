/** Page allocation and what freeing a page means (mm/page_alloc.c, mm/memremap.c, mm/memcontrol.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.pagealloc;

import org.jspecify.annotations.NullMarked;
