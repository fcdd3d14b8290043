/** mm/mmap.c and its neighbours mprotect.c and mlock.c: system calls that change VMAs. Read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mmap;

import org.jspecify.annotations.NullMarked;
