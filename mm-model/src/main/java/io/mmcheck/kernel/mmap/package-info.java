/** VMAs, new and gone, split and merged (mm/mmap.c, mm/vma.c), and mmap_lock. Read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mmap;

import org.jspecify.annotations.NullMarked;
