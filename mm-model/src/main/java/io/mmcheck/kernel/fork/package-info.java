/** fork() as far as memory goes (kernel/fork.c dup_mmap(), mm/memory.c copy_page_range()), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.fork;

import org.jspecify.annotations.NullMarked;
